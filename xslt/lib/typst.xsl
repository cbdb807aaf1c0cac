<?xml version="1.0" encoding="UTF-8"?>
<!-- Typst source as functions: every word reaches Typst inside a string literal, so that no character of an edition is markup. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all">

  <!-- A string literal. White space is folded; of the control characters XML allows only tab and line ends, which fold as well. -->
  <xsl:function name="ib:string" as="xs:string">
    <xsl:param name="text" as="xs:string?"/>
    <xsl:sequence select="'&quot;' || (replace(string($text), '[ \t\r\n]+', ' ') => replace('\\', '\\\\') => replace('&quot;', '\\&quot;')) || '&quot;'"/>
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
    <xsl:param name="content" as="item()*"/>
    <xsl:sequence select="ib:call($name, $arguments) || '[' || string-join($content) || ']'"/>
  </xsl:function>

  <!-- Words that the edition adds: never a word of the text. -->
  <xsl:function name="ib:x" as="xs:string">
    <xsl:param name="words" as="xs:string?"/>
    <xsl:sequence select="ib:call('x', string($words))"/>
  </xsl:function>

  <!-- The language that Typst hyphenates by: the primary subtag. -->
  <xsl:function name="ib:typst-language" as="xs:string">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:sequence select="lower-case(tokenize($tag, '-')[1])"/>
  </xsl:function>
</xsl:stylesheet>
