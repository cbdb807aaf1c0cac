"""What a grammar refuses, in words: a code, what is wrong, what to do. RELAX NG and XML Schema are asked through `case.Schema`."""
