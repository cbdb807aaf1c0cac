<?xml version="1.0" encoding="UTF-8"?>
<!-- A record as dublin_core.xml of DSpace's Simple Archive Format. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:mode on-no-match="fail"/>

  <!-- What a contributor did, by the code of MARC relators; the rest is other. -->
  <xsl:variable name="ib:contributors" as="map(xs:string, xs:string)" select="map{'aut': 'author', 'edt': 'editor', 'ill': 'illustrator', 'ths': 'advisor'}"/>

  <!-- How an identifier is qualified. -->
  <xsl:variable name="ib:qualifiers" as="map(xs:string, xs:string)" select="map{'doi': 'doi', 'isbn': 'isbn', 'issn': 'issn', 'url': 'uri', 'urn': 'urn', 'handle': 'uri'}"/>

  <!-- How another thing is related. -->
  <xsl:variable name="ib:relations" as="map(xs:string, xs:string)" select="map{
    'IsDerivedFrom': 'isbasedon', 'References': 'references', 'IsPartOf': 'ispartof', 'HasPart': 'haspart'}"/>

  <xsl:template match="/" as="element()">
    <xsl:apply-templates select="record"/>
  </xsl:template>

  <xsl:template match="record" as="element()">
    <dublin_core schema="dc" xmlns="">
      <xsl:apply-templates select="title, creator, contributor, publisher"/>
      <xsl:sequence select="@date ! ib:value('date', 'issued', .), @version ! ib:value('description', 'version', .)"/>
      <xsl:sequence select="ib:value('type', 'none', 'Text'), @url ! ib:value('identifier', 'uri', .)"/>
      <xsl:apply-templates select="licence, rights, language, abstract, subject, funding, extent, identifier, related"/>
    </dublin_core>
  </xsl:template>

  <xsl:template match="title[@kind = 'main'][1]" as="element()">
    <xsl:sequence select="ib:value('title', 'none', ib:full-title(..), @xml:lang)"/>
  </xsl:template>
  <xsl:template match="title[@kind = 'sub'][../title/@kind = 'main']" as="empty-sequence()"/>
  <xsl:template match="title" as="element()"><xsl:sequence select="ib:value('title', 'alternative', ., @xml:lang)"/></xsl:template>
  <xsl:template match="creator" as="element()"><xsl:sequence select="ib:value('contributor', 'author', ib:inverted(agent))"/></xsl:template>
  <xsl:template match="contributor" as="element()">
    <xsl:sequence select="ib:value('contributor', ($ib:contributors(string(@role)), 'other')[1], ib:inverted(agent))"/>
  </xsl:template>
  <xsl:template match="publisher" as="element()"><xsl:sequence select="ib:value('publisher', 'none', agent/name)"/></xsl:template>
  <xsl:template match="licence" as="element()+">
    <xsl:sequence select="ib:value('rights', 'uri', @url), ib:value('rights', 'none', (string(.)[.], string(@spdx))[1])"/>
  </xsl:template>
  <xsl:template match="rights" as="element()"><xsl:sequence select="ib:value('rights', 'none', ., @xml:lang)"/></xsl:template>
  <xsl:template match="language" as="element()"><xsl:sequence select="ib:value('language', 'iso', .)"/></xsl:template>
  <xsl:template match="abstract" as="element()"><xsl:sequence select="ib:value('description', 'abstract', ., @xml:lang)"/></xsl:template>
  <xsl:template match="subject" as="element()"><xsl:sequence select="ib:value('subject', 'none', ., @xml:lang)"/></xsl:template>
  <xsl:template match="funding" as="element()">
    <xsl:sequence select="ib:value('description', 'sponsorship', string-join((agent/name, @award), ', '))"/>
  </xsl:template>
  <xsl:template match="extent" as="element()"><xsl:sequence select="ib:value('format', 'extent', .)"/></xsl:template>
  <xsl:template match="identifier" as="element()">
    <xsl:sequence select="ib:value('identifier', ($ib:qualifiers(string(@scheme)), 'other')[1], if (@scheme = ('url', 'handle')) then ib:address(.) else .)"/>
  </xsl:template>
  <xsl:template match="related" as="element()">
    <xsl:sequence select="ib:value('relation', ($ib:relations(@relation), 'none')[1], string-join((text, identifier ! ib:address(.)), ' '))"/>
  </xsl:template>

  <!-- One value, with its language. -->
  <xsl:function name="ib:value" as="element(dcvalue)" xpath-default-namespace="">
    <xsl:param name="element" as="xs:string"/>
    <xsl:param name="qualifier" as="xs:string"/>
    <xsl:param name="text" as="item()"/>
    <xsl:sequence select="ib:value($element, $qualifier, $text, ())"/>
  </xsl:function>

  <xsl:function name="ib:value" as="element(dcvalue)" xpath-default-namespace="">
    <xsl:param name="element" as="xs:string"/>
    <xsl:param name="qualifier" as="xs:string"/>
    <xsl:param name="text" as="item()"/>
    <xsl:param name="language" as="attribute()?"/>
    <dcvalue element="{$element}" qualifier="{$qualifier}" xmlns="">
      <xsl:for-each select="$language"><xsl:attribute name="language" select="."/></xsl:for-each>
      <xsl:value-of select="$text"/>
    </dcvalue>
  </xsl:function>
</xsl:stylesheet>
