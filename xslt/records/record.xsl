<?xml version="1.0" encoding="UTF-8"?>
<!-- What the formats of a record share: names, identifiers, titles. The record is that of schema/record.rnc. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <!-- The main title with its subtitles. -->
  <xsl:function name="ib:full-title" as="xs:string">
    <xsl:param name="record" as="element(record)"/>
    <xsl:sequence select="string-join($record/title[@kind = ('main', 'sub')], ': ')"/>
  </xsl:function>

  <!-- A name as catalogues have it: Family, Given; as it is written where it is not parted. -->
  <xsl:function name="ib:inverted" as="xs:string">
    <xsl:param name="agent" as="element(agent)"/>
    <xsl:sequence select="if ($agent/@family and $agent/@given) then $agent/@family || ', ' || $agent/@given else string(($agent/@family, $agent/name)[1])"/>
  </xsl:function>

  <!-- An identifier as an address where it has one, else as it is. -->
  <xsl:function name="ib:address" as="xs:string">
    <xsl:param name="identifier" as="element(identifier)"/>
    <xsl:sequence select="string(($identifier/@url, $identifier)[1])"/>
  </xsl:function>

  <!-- The name of a scheme; that of the header where it is none of ours. -->
  <xsl:function name="ib:scheme" as="xs:string">
    <xsl:param name="identifier" as="element(identifier)"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)" select="map{
      'doi': 'DOI', 'orcid': 'ORCID', 'gnd': 'GND', 'viaf': 'VIAF', 'wikidata': 'Wikidata', 'isni': 'ISNI', 'ror': 'ROR', 'urn': 'URN',
      'handle': 'Handle', 'isbn': 'ISBN', 'issn': 'ISSN', 'url': 'URL'}"/>
    <xsl:sequence select="string(($names(string($identifier/@scheme)), $identifier/@label, 'Local')[1])"/>
  </xsl:function>
</xsl:stylesheet>
