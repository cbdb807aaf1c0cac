"""Tests of the pages in Chromium; `npm ci` here fetches the checkers that they use."""
