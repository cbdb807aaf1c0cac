<?xml version="1.0" encoding="UTF-8"?>
<!-- The words of the interface, one file a language. The language of the document decides; English stands in where there is none. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map" xmlns:ib="urn:ibidem" exclude-result-prefixes="#all"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <!-- The words of an edition itself, each a document like ours; what one of ours lacks or says otherwise. -->
  <xsl:param name="own-languages" as="xs:string*"/>

  <xsl:variable name="ib:own-words" as="element(ib:labels)*" select="$own-languages ! parse-xml(.)/ib:labels"/>

  <xsl:variable name="ib:shipped" as="xs:string+" select="'en', 'de', 'fr', 'ru', 'zh'"/>

  <xsl:variable name="ib:languages" as="xs:string+" select="distinct-values(($ib:shipped, $ib:own-words/@xml:lang ! string()))"/>

  <!-- The words of each language by their keys; {1} is the argument. -->
  <xsl:variable name="ib:labels" as="map(xs:string, map(xs:string, xs:string))"
    select="map:merge($ib:languages ! map:entry(., map:merge(ib:words(.)/ib:label ! map:entry(string(@key), string(.)), map{'duplicates': 'use-last'})))"/>

  <!-- The months as a date has them ('ru') and as they stand alone ('ru-alone'). -->
  <xsl:variable name="ib:months" as="map(xs:string, array(xs:string))">
    <xsl:map>
      <xsl:for-each-group select="$ib:languages ! ib:words(.)[ib:month][last()]/ib:month" group-by="string-join((../@xml:lang, @form), '-')">
        <xsl:map-entry key="current-grouping-key()" select="array{current-group() ! string()}"/>
      </xsl:for-each-group>
    </xsl:map>
  </xsl:variable>

  <!-- The documents of a language: ours, then those of the edition. -->
  <xsl:function name="ib:words" as="element(ib:labels)+">
    <xsl:param name="language" as="xs:string"/>
    <xsl:sequence select="$language[. = $ib:shipped] ! doc('labels/' || . || '.xml')/*, $ib:own-words[@xml:lang = $language]"/>
  </xsl:function>

  <!-- The language of the interface for the document that a node belongs to: one of $ib:languages. -->
  <xsl:function name="ib:ui" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="(ib:language($node) ! lower-case(tokenize(., '-')[1])[. = $ib:languages], 'en')[1]"/>
  </xsl:function>

  <!-- The language that a document declares for itself. -->
  <xsl:function name="ib:language" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="top" as="element()?" select="root($node)/descendant-or-self::*[1]"/>
    <xsl:sequence select="($top/@xml:lang, $top/text/@xml:lang, $top/text/body/@xml:lang,
      $top/teiHeader/profileDesc/langUsage/language/@ident, $top/teiHeader/@xml:lang, 'en')[normalize-space(.)][1] ! string(.)"/>
  </xsl:function>

  <!-- A word of the interface in the language of $node's document; a key without a word is shown as it is. -->
  <xsl:function name="ib:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:word($key, ib:ui($node))"/>
  </xsl:function>

  <xsl:function name="ib:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:param name="argument" as="xs:string"/>
    <xsl:sequence select="string-join(ib:around-argument($key, $node), $argument)"/>
  </xsl:function>

  <!-- What stands before the argument and what after it, for an argument that is more than words. -->
  <xsl:function name="ib:around-argument" as="xs:string+">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="tokenize(ib:label($key, $node), '\{1\}')"/>
  </xsl:function>

  <!-- The same for a language known by name. -->
  <xsl:function name="ib:word" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="primary" as="xs:string" select="lower-case(tokenize($language, '-')[1])"/>
    <xsl:sequence select="($ib:labels($primary)?($key), $ib:labels('en')?($key), $key)[1]"/>
  </xsl:function>
</xsl:stylesheet>
