<?xml version="1.0" encoding="UTF-8"?>
<!-- Typst source as functions: every word reaches Typst inside a string literal, so that no character of an edition is markup. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all">

  <!-- A string literal. White space is folded; characters that nobody sees are written as escapes, so that they are seen in the source. -->
  <xsl:function name="ib:string" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:variable name="escaped" as="xs:string*">
      <xsl:analyze-string select="replace(string($text), '[ \t\r\n]+', ' ')" regex="[\p{{Cc}}\p{{Cf}}\p{{Zl}}\p{{Zp}}]">
        <xsl:matching-substring><xsl:sequence select="'\u{' || ib:hexadecimal(string-to-codepoints(.)) || '}'"/></xsl:matching-substring>
        <xsl:non-matching-substring><xsl:sequence select="replace(., '([\\&quot;])', '\\$1')"/></xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="'&quot;' || string-join($escaped) || '&quot;'"/>
  </xsl:function>

  <xsl:function name="ib:hexadecimal" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:sequence select="(if ($number ge 16) then ib:hexadecimal($number idiv 16) else '') || substring('0123456789abcdef', $number mod 16 + 1, 1)"/>
  </xsl:function>

  <!-- An array of strings. -->
  <xsl:function name="ib:strings" as="xs:string">
    <xsl:param name="texts" as="xs:string*"/>
    <xsl:sequence select="'(' || string-join($texts ! (ib:string(.) || ', ')) || ')'"/>
  </xsl:function>

  <!-- A call of a function of the template, with strings as its arguments. -->
  <xsl:function name="ib:call" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string*"/>
    <xsl:sequence select="'#' || $name || '(' || string-join($arguments ! ib:string(.), ', ') || ')'"/>
  </xsl:function>

  <!-- A call with content behind its arguments. -->
  <xsl:function name="ib:wrap" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="arguments" as="xs:string*"/>
    <xsl:param name="content" as="xs:string*"/>
    <xsl:sequence select="ib:call($name, $arguments) || '[' || string-join($content) || ']'"/>
  </xsl:function>

  <!-- Words that the edition adds: never a word of the text. -->
  <xsl:function name="ib:x" as="xs:string">
    <xsl:param name="words" as="xs:string?"/>
    <xsl:sequence select="ib:call('x', string($words))"/>
  </xsl:function>

  <!-- The language that Typst hyphenates by: the primary subtag. Typst refuses what cannot be a code of ISO 639; such a tag is none. -->
  <xsl:function name="ib:typst-language" as="xs:string?">
    <xsl:param name="tag" as="xs:string?"/>
    <xsl:sequence select="lower-case(tokenize($tag, '-')[1])[matches(., '^[a-z]{2,3}$')]"/>
  </xsl:function>

  <!-- A date as Typst's datetime; a year or a month stands for its first day. Without one the clock of the caller counts: PDF/A demands a date. -->
  <xsl:function name="ib:typst-date" as="xs:string">
    <xsl:param name="when" as="xs:string?"/>
    <xsl:variable name="day" as="xs:string" select="substring($when || substring('0000-01-01', 1 + string-length($when)), 1, 10)"/>
    <xsl:variable name="date" as="xs:date?" select="$day[. castable as xs:date] ! xs:date(.)[year-from-date(.) = 1 to 9999]"/>
    <xsl:sequence select="if (exists($date))
      then 'datetime(year: ' || year-from-date($date) || ', month: ' || month-from-date($date) || ', day: ' || day-from-date($date) || ')'
      else 'auto'"/>
  </xsl:function>
</xsl:stylesheet>
