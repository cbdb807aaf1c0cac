<?xml version="1.0" encoding="UTF-8"?>
<!-- A record in DataCite 4.6. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://datacite.org/schema/kernel-4" xmlns:d="http://datacite.org/schema/kernel-4"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="xs d ib" xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes" suppress-indentation="d:title d:description d:rights d:subject"/>
  <xsl:mode on-no-match="fail"/>
  <xsl:mode name="name" on-no-match="fail"/>

  <!-- The types of contributors that a code of MARC relators has one of; the rest is Other. -->
  <xsl:variable name="ib:contributor-types" as="map(xs:string, xs:string)" select="map{
    'edt': 'Editor', 'trl': 'Translator', 'pdr': 'ProjectLeader', 'res': 'Researcher', 'dtm': 'DataManager', 'his': 'HostingInstitution',
    'dst': 'Distributor', 'spn': 'Sponsor', 'cph': 'RightsHolder'}"/>

  <xsl:variable name="ib:title-types" as="map(xs:string, xs:string)" select="map{
    'sub': 'Subtitle', 'alt': 'AlternativeTitle', 'translated': 'TranslatedTitle'}"/>

  <!-- Where the registers of names are. -->
  <xsl:variable name="ib:registers" as="map(xs:string, xs:string)" select="map{
    'orcid': 'https://orcid.org', 'gnd': 'https://d-nb.info/gnd', 'viaf': 'https://viaf.org', 'wikidata': 'https://www.wikidata.org',
    'isni': 'https://isni.org', 'ror': 'https://ror.org'}"/>

  <!-- The schemes by which another thing can be named. -->
  <xsl:variable name="ib:resolved" as="xs:string+" select="'doi', 'handle', 'urn', 'isbn', 'issn', 'url'"/>

  <xsl:template match="/" as="element(d:resource)">
    <xsl:apply-templates select="record"/>
  </xsl:template>

  <xsl:template match="record" as="element(d:resource)">
    <xsl:variable name="doi" as="element(identifier)?" select="identifier[@scheme = 'doi'][1]"/>
    <resource xsi:schemaLocation="http://datacite.org/schema/kernel-4 https://schema.datacite.org/meta/kernel-4.6/metadata.xsd">
      <xsl:for-each select="$doi"><identifier identifierType="DOI">{.}</identifier></xsl:for-each>
      <xsl:where-populated><creators><xsl:apply-templates select="creator"/></creators></xsl:where-populated>
      <xsl:where-populated><titles><xsl:apply-templates select="title"/></titles></xsl:where-populated>
      <xsl:apply-templates select="publisher"/>
      <xsl:for-each select="@date"><publicationYear>{substring(., 1, 4)}</publicationYear></xsl:for-each>
      <resourceType resourceTypeGeneral="Text">TEI edition</resourceType>
      <xsl:where-populated><subjects><xsl:apply-templates select="subject"/></subjects></xsl:where-populated>
      <xsl:where-populated><contributors><xsl:apply-templates select="contributor"/></contributors></xsl:where-populated>
      <xsl:where-populated>
        <dates>
          <xsl:for-each select="@date"><date dateType="Issued">{.}</date></xsl:for-each>
          <xsl:for-each select="distinct-values(change/@when)"><date dateType="Updated">{.}</date></xsl:for-each>
        </dates>
      </xsl:where-populated>
      <xsl:apply-templates select="language[1]"/>
      <xsl:where-populated>
        <alternateIdentifiers>
          <xsl:for-each select="identifier except $doi"><alternateIdentifier alternateIdentifierType="{ib:scheme(.)}">{.}</alternateIdentifier></xsl:for-each>
        </alternateIdentifiers>
      </xsl:where-populated>
      <xsl:where-populated>
        <relatedIdentifiers><xsl:apply-templates select="related[identifier/@scheme = $ib:resolved]"/></relatedIdentifiers>
      </xsl:where-populated>
      <xsl:where-populated><sizes><xsl:apply-templates select="extent"/></sizes></xsl:where-populated>
      <formats><format>application/tei+xml</format></formats>
      <xsl:for-each select="@version"><version>{.}</version></xsl:for-each>
      <xsl:where-populated><rightsList><xsl:apply-templates select="licence, rights"/></rightsList></xsl:where-populated>
      <xsl:where-populated><descriptions><xsl:apply-templates select="abstract"/></descriptions></xsl:where-populated>
      <xsl:where-populated><fundingReferences><xsl:apply-templates select="funding"/></fundingReferences></xsl:where-populated>
      <xsl:where-populated>
        <relatedItems><xsl:apply-templates select="related[@relation = ('IsDerivedFrom', 'IsPartOf')][not(identifier/@scheme = $ib:resolved)]"/></relatedItems>
      </xsl:where-populated>
    </resource>
  </xsl:template>

  <xsl:template match="creator" as="element(d:creator)">
    <creator>
      <creatorName nameType="{ib:name-type(agent)}">{ib:inverted(agent)}</creatorName>
      <xsl:apply-templates select="agent" mode="name"/>
    </creator>
  </xsl:template>

  <xsl:template match="contributor" as="element(d:contributor)">
    <contributor contributorType="{($ib:contributor-types(@role), 'Other')[1]}">
      <contributorName nameType="{ib:name-type(agent)}">{ib:inverted(agent)}</contributorName>
      <xsl:apply-templates select="agent" mode="name"/>
    </contributor>
  </xsl:template>

  <xsl:function name="ib:name-type" as="xs:string">
    <xsl:param name="agent" as="element(agent)"/>
    <xsl:sequence select="if ($agent/@kind = 'person') then 'Personal' else 'Organizational'"/>
  </xsl:function>

  <!-- What follows the whole name: its parts, its numbers, the affiliation. -->
  <xsl:template match="agent" mode="name" as="element()*">
    <xsl:for-each select="@given"><givenName>{.}</givenName></xsl:for-each>
    <xsl:for-each select="@family"><familyName>{.}</familyName></xsl:for-each>
    <xsl:for-each select="identifier[map:contains($ib:registers, string(@scheme))]" xmlns:map="http://www.w3.org/2005/xpath-functions/map">
      <nameIdentifier nameIdentifierScheme="{ib:scheme(.)}" schemeURI="{$ib:registers(@scheme)}">{ib:address(.)}</nameIdentifier>
    </xsl:for-each>
    <xsl:for-each select="@affiliation"><affiliation>{.}</affiliation></xsl:for-each>
  </xsl:template>

  <xsl:template match="title" as="element(d:title)">
    <title>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:for-each select="$ib:title-types(@kind)"><xsl:attribute name="titleType" select="."/></xsl:for-each>
      <xsl:value-of select="."/>
    </title>
  </xsl:template>

  <xsl:template match="publisher" as="element(d:publisher)">
    <publisher>
      <xsl:for-each select="agent/identifier[@scheme = ('ror', 'isni', 'gnd', 'wikidata')][1]">
        <xsl:attribute name="publisherIdentifier" select="ib:address(.)"/>
        <xsl:attribute name="publisherIdentifierScheme" select="ib:scheme(.)"/>
        <xsl:attribute name="schemeURI" select="$ib:registers(@scheme)"/>
      </xsl:for-each>
      <xsl:value-of select="agent/name"/>
    </publisher>
  </xsl:template>

  <xsl:template match="subject" as="element(d:subject)">
    <subject>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:for-each select="@scheme"><xsl:attribute name="{if (matches(., '^https?://')) then 'schemeURI' else 'subjectScheme'}" select="."/></xsl:for-each>
      <xsl:for-each select="@url"><xsl:attribute name="valueURI" select="."/></xsl:for-each>
      <xsl:value-of select="."/>
    </subject>
  </xsl:template>

  <xsl:template match="language" as="element(d:language)">
    <language>{.}</language>
  </xsl:template>

  <xsl:template match="related[identifier/@scheme = $ib:resolved]" as="element(d:relatedIdentifier)">
    <relatedIdentifier relatedIdentifierType="{ib:scheme(identifier)}" relationType="{@relation}">{identifier}</relatedIdentifier>
  </xsl:template>

  <xsl:template match="related" as="element(d:relatedItem)">
    <relatedItem relatedItemType="Other" relationType="{@relation}">
      <titles><title>{text}</title></titles>
    </relatedItem>
  </xsl:template>

  <xsl:template match="extent" as="element(d:size)">
    <size>{.}</size>
  </xsl:template>

  <xsl:template match="licence" as="element(d:rights)">
    <rights rightsURI="{@url}" rightsIdentifier="{@spdx}" rightsIdentifierScheme="SPDX" schemeURI="https://spdx.org/licenses/">{(text(), @spdx)[1]}</rights>
  </xsl:template>

  <xsl:template match="rights" as="element(d:rights)">
    <rights><xsl:copy-of select="@xml:lang"/>{.}</rights>
  </xsl:template>

  <xsl:template match="abstract" as="element(d:description)">
    <description descriptionType="Abstract"><xsl:copy-of select="@xml:lang"/>{.}</description>
  </xsl:template>

  <!-- Whether an identifier is of Crossref's register of funders. -->
  <xsl:function name="ib:is-crossref" as="xs:boolean">
    <xsl:param name="identifier" as="element(identifier)"/>
    <xsl:sequence select="$identifier/@scheme = 'doi' and starts-with($identifier, '10.13039/')"/>
  </xsl:function>

  <xsl:template match="funding" as="element(d:fundingReference)">
    <fundingReference>
      <funderName>{agent/name}</funderName>
      <xsl:for-each select="agent/identifier[@scheme = ('ror', 'isni') or ib:is-crossref(.)][1]">
        <funderIdentifier funderIdentifierType="{if (ib:is-crossref(.)) then 'Crossref Funder ID' else ib:scheme(.)}">{ib:address(.)}</funderIdentifier>
      </xsl:for-each>
      <xsl:for-each select="@award"><awardNumber>{.}</awardNumber></xsl:for-each>
    </fundingReference>
  </xsl:template>
</xsl:stylesheet>
