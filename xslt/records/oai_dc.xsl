<?xml version="1.0" encoding="UTF-8"?>
<!-- A record in simple Dublin Core, in the container of OAI-PMH 2.0. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:ib="urn:ibidem" exclude-result-prefixes="xs ib"
    xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="element(oai_dc:dc)">
    <xsl:apply-templates select="record"/>
  </xsl:template>

  <xsl:template match="record" as="element(oai_dc:dc)">
    <oai_dc:dc xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
      <xsl:apply-templates select="title, creator, subject, abstract, publisher, contributor"/>
      <xsl:for-each select="@date"><dc:date>{.}</dc:date></xsl:for-each>
      <dc:type>Text</dc:type>
      <dc:format>application/tei+xml</dc:format>
      <xsl:for-each select="distinct-values((identifier ! ib:address(.), @url))"><dc:identifier>{.}</dc:identifier></xsl:for-each>
      <xsl:apply-templates select="language, related, licence, rights"/>
    </oai_dc:dc>
  </xsl:template>

  <!-- A subtitle stands with its title. -->
  <xsl:template match="title[@kind = 'main']" as="element(dc:title)">
    <dc:title><xsl:copy-of select="@xml:lang"/>{ib:full-title(..)}</dc:title>
  </xsl:template>

  <xsl:template match="title[@kind = 'sub'][../title/@kind = 'main']" as="empty-sequence()"/>

  <xsl:template match="title" as="element(dc:title)">
    <dc:title><xsl:copy-of select="@xml:lang"/>{.}</dc:title>
  </xsl:template>

  <xsl:template match="creator" as="element(dc:creator)">
    <dc:creator>{ib:inverted(agent)}</dc:creator>
  </xsl:template>

  <xsl:template match="contributor" as="element(dc:contributor)">
    <dc:contributor>{ib:inverted(agent)}</dc:contributor>
  </xsl:template>

  <xsl:template match="publisher" as="element(dc:publisher)">
    <dc:publisher>{agent/name}</dc:publisher>
  </xsl:template>

  <xsl:template match="subject" as="element(dc:subject)">
    <dc:subject><xsl:copy-of select="@xml:lang"/>{.}</dc:subject>
  </xsl:template>

  <xsl:template match="abstract" as="element(dc:description)">
    <dc:description><xsl:copy-of select="@xml:lang"/>{.}</dc:description>
  </xsl:template>

  <xsl:template match="language" as="element(dc:language)">
    <dc:language>{.}</dc:language>
  </xsl:template>

  <xsl:template match="related[@relation = 'IsDerivedFrom']" as="element(dc:source)">
    <dc:source>{(text, identifier ! ib:address(.))[1]}</dc:source>
  </xsl:template>

  <xsl:template match="related" as="element(dc:relation)">
    <dc:relation>{(identifier ! ib:address(.), text)[1]}</dc:relation>
  </xsl:template>

  <xsl:template match="licence" as="element(dc:rights)">
    <dc:rights>{@url}</dc:rights>
  </xsl:template>

  <xsl:template match="rights" as="element(dc:rights)">
    <dc:rights><xsl:copy-of select="@xml:lang"/>{.}</dc:rights>
  </xsl:template>
</xsl:stylesheet>
