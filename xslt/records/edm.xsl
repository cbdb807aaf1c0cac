<?xml version="1.0" encoding="UTF-8"?>
<!-- A record in the Europeana Data Model: the thing provided, its page, and the aggregation of both (mapping guidelines 2.4). -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:edm="http://www.europeana.eu/schemas/edm/" xmlns:ore="http://www.openarchives.org/ore/terms/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:ib="urn:ibidem" exclude-result-prefixes="xs ib"
    xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <!-- Where the edition is shown. -->
  <xsl:param name="address" as="xs:string"/>

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="element(rdf:RDF)">
    <xsl:apply-templates select="record"/>
  </xsl:template>

  <xsl:template match="record" as="element(rdf:RDF)">
    <!-- Europeana knows licences by their addresses with http. -->
    <xsl:variable name="rights" as="xs:string" select="replace(licence/@url, '^https:', 'http:')"/>
    <rdf:RDF>
      <edm:ProvidedCHO rdf:about="{$address}#object">
        <xsl:apply-templates select="title, creator, contributor, publisher"/>
        <xsl:for-each select="@date"><dcterms:issued>{.}</dcterms:issued></xsl:for-each>
        <dc:type xml:lang="en">scholarly edition</dc:type>
        <edm:type>TEXT</edm:type>
        <xsl:apply-templates select="language, abstract, subject, extent, identifier, related"/>
      </edm:ProvidedCHO>
      <edm:WebResource rdf:about="{$address}">
        <dc:format>text/html</dc:format>
        <edm:rights rdf:resource="{$rights}"/>
      </edm:WebResource>
      <ore:Aggregation rdf:about="{$address}#aggregation">
        <edm:aggregatedCHO rdf:resource="{$address}#object"/>
        <edm:dataProvider>{publisher/agent/name}</edm:dataProvider>
        <edm:isShownAt rdf:resource="{$address}"/>
        <edm:provider>{publisher/agent/name}</edm:provider>
        <edm:rights rdf:resource="{$rights}"/>
      </ore:Aggregation>
    </rdf:RDF>
  </xsl:template>

  <xsl:template match="title[@kind = 'main'][1]" as="element(dc:title)">
    <dc:title><xsl:copy-of select="@xml:lang"/>{ib:full-title(..)}</dc:title>
  </xsl:template>
  <xsl:template match="title[@kind = 'sub'][../title/@kind = 'main']" as="empty-sequence()"/>
  <xsl:template match="title" as="element(dcterms:alternative)">
    <dcterms:alternative><xsl:copy-of select="@xml:lang"/>{.}</dcterms:alternative>
  </xsl:template>
  <xsl:template match="creator" as="element(dc:creator)"><dc:creator>{ib:inverted(agent)}</dc:creator></xsl:template>
  <xsl:template match="contributor" as="element(dc:contributor)"><dc:contributor>{ib:inverted(agent)}</dc:contributor></xsl:template>
  <xsl:template match="publisher" as="element(dc:publisher)"><dc:publisher>{agent/name}</dc:publisher></xsl:template>
  <xsl:template match="language" as="element(dc:language)"><dc:language>{.}</dc:language></xsl:template>
  <xsl:template match="abstract" as="element(dc:description)"><dc:description><xsl:copy-of select="@xml:lang"/>{.}</dc:description></xsl:template>
  <xsl:template match="subject" as="element(dc:subject)"><dc:subject><xsl:copy-of select="@xml:lang"/>{.}</dc:subject></xsl:template>
  <xsl:template match="extent" as="element(dcterms:extent)"><dcterms:extent>{.}</dcterms:extent></xsl:template>
  <xsl:template match="identifier" as="element(dc:identifier)"><dc:identifier>{ib:address(.)}</dc:identifier></xsl:template>
  <xsl:template match="related[@relation = 'IsDerivedFrom']" as="element(dc:source)"><dc:source>{text}</dc:source></xsl:template>
  <xsl:template match="related[@relation = 'References']" as="element(dcterms:references)"><dcterms:references>{text}</dcterms:references></xsl:template>
  <xsl:template match="related" as="element(dc:relation)"><dc:relation>{text}</dc:relation></xsl:template>
</xsl:stylesheet>
