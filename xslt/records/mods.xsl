<?xml version="1.0" encoding="UTF-8"?>
<!-- A record in MODS 3.8. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.loc.gov/mods/v3" xmlns:m="http://www.loc.gov/mods/v3"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ib="urn:ibidem" exclude-result-prefixes="xs m ib"
    xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes" suppress-indentation="m:title m:abstract m:accessCondition m:note"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:variable name="ib:roles" as="xs:string" select="'http://id.loc.gov/vocabulary/relators'"/>

  <!-- What a related thing is; a relation that MODS has no word for is left to displayLabel. -->
  <xsl:variable name="ib:relations" as="map(xs:string, xs:string)" select="map{
    'IsDerivedFrom': 'original', 'IsPartOf': 'host', 'HasPart': 'constituent', 'References': 'references'}"/>

  <xsl:template match="/" as="element(m:mods)">
    <xsl:apply-templates select="record"/>
  </xsl:template>

  <xsl:template match="record" as="element(m:mods)">
    <mods version="3.8" xsi:schemaLocation="http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-8.xsd">
      <xsl:apply-templates select="title, creator, contributor"/>
      <typeOfResource>text</typeOfResource>
      <xsl:where-populated>
        <originInfo eventType="publication">
          <xsl:apply-templates select="publisher"/>
          <xsl:for-each select="@date"><dateIssued encoding="w3cdtf" keyDate="yes">{.}</dateIssued></xsl:for-each>
          <xsl:for-each select="@version"><edition>{.}</edition></xsl:for-each>
        </originInfo>
      </xsl:where-populated>
      <xsl:apply-templates select="language"/>
      <physicalDescription>
        <internetMediaType>application/tei+xml</internetMediaType>
        <xsl:apply-templates select="extent"/>
      </physicalDescription>
      <xsl:apply-templates select="abstract, funding, subject, related, identifier"/>
      <xsl:for-each select="@url"><location><url usage="primary display">{.}</url></location></xsl:for-each>
      <xsl:apply-templates select="licence, rights"/>
    </mods>
  </xsl:template>

  <!-- Subtitles stand with the main title. -->
  <xsl:template match="title[@kind = 'main']" as="element(m:titleInfo)">
    <titleInfo usage="primary">
      <xsl:copy-of select="@xml:lang"/>
      <title>{.}</title>
      <xsl:where-populated><subTitle>{string-join(../title[@kind = 'sub'], ': ')}</subTitle></xsl:where-populated>
    </titleInfo>
  </xsl:template>

  <xsl:template match="title[@kind = 'sub']" as="empty-sequence()"/>

  <xsl:template match="title[@kind = 'alt']" as="element(m:titleInfo)">
    <titleInfo type="alternative"><xsl:copy-of select="@xml:lang"/><title>{.}</title></titleInfo>
  </xsl:template>

  <xsl:template match="title[@kind = 'translated']" as="element(m:titleInfo)">
    <titleInfo type="translated"><xsl:copy-of select="@xml:lang"/><title>{.}</title></titleInfo>
  </xsl:template>

  <xsl:template match="creator | contributor" as="element(m:name)">
    <name type="{if (agent/@kind = 'person') then 'personal' else 'corporate'}">
      <xsl:if test="self::creator[not(preceding-sibling::creator)]"><xsl:attribute name="usage" select="'primary'"/></xsl:if>
      <xsl:apply-templates select="agent"/>
      <role>
        <roleTerm type="code" authority="marcrelator" authorityURI="{$ib:roles}" valueURI="{$ib:roles}/{@role}">{@role}</roleTerm>
        <xsl:for-each select="@label"><roleTerm type="text">{.}</roleTerm></xsl:for-each>
      </role>
    </name>
  </xsl:template>

  <xsl:template match="agent[@family]" as="element()*">
    <namePart type="family">{@family}</namePart>
    <xsl:for-each select="@given"><namePart type="given">{.}</namePart></xsl:for-each>
    <xsl:call-template name="about"/>
  </xsl:template>

  <xsl:template match="agent" as="element()*">
    <namePart>{name}</namePart>
    <xsl:call-template name="about"/>
  </xsl:template>

  <!-- What is known of an agent beside the name. -->
  <xsl:template name="about" as="element()*">
    <xsl:context-item as="element(agent)" use="required"/>
    <xsl:for-each select="@affiliation"><affiliation>{.}</affiliation></xsl:for-each>
    <xsl:for-each select="identifier"><nameIdentifier type="{lower-case(ib:scheme(.))}">{ib:address(.)}</nameIdentifier></xsl:for-each>
  </xsl:template>

  <xsl:template match="publisher" as="element(m:publisher)">
    <publisher>{agent/name}</publisher>
  </xsl:template>

  <xsl:template match="language" as="element(m:language)">
    <language>
      <languageTerm type="code" authority="rfc5646">{.}</languageTerm>
      <xsl:for-each select="@iso639-3"><languageTerm type="code" authority="iso639-3">{.}</languageTerm></xsl:for-each>
    </language>
  </xsl:template>

  <xsl:template match="extent" as="element(m:extent)">
    <extent>{.}</extent>
  </xsl:template>

  <xsl:template match="abstract" as="element(m:abstract)">
    <abstract><xsl:copy-of select="@xml:lang"/>{.}</abstract>
  </xsl:template>

  <xsl:template match="funding" as="element(m:note)">
    <note type="funding">{string-join((agent/name, @award), ', ')}</note>
  </xsl:template>

  <xsl:template match="subject" as="element(m:subject)">
    <subject>
      <xsl:copy-of select="@xml:lang"/>
      <xsl:for-each select="@scheme"><xsl:attribute name="{if (matches(., '^https?://')) then 'authorityURI' else 'authority'}" select="."/></xsl:for-each>
      <topic>
        <xsl:for-each select="@url"><xsl:attribute name="valueURI" select="."/></xsl:for-each>
        <xsl:value-of select="."/>
      </topic>
    </subject>
  </xsl:template>

  <xsl:template match="related" as="element(m:relatedItem)">
    <relatedItem>
      <xsl:for-each select="$ib:relations(@relation)"><xsl:attribute name="type" select="."/></xsl:for-each>
      <note>{text}</note>
      <xsl:apply-templates select="identifier"/>
    </relatedItem>
  </xsl:template>

  <xsl:template match="identifier" as="element(m:identifier)">
    <identifier type="{replace(lower-case(ib:scheme(.)), '^url$', 'uri')}">{.}</identifier>
  </xsl:template>

  <xsl:template match="licence" as="element(m:accessCondition)">
    <accessCondition type="use and reproduction" xlink:href="{@url}">{(text(), @spdx)[1]}</accessCondition>
  </xsl:template>

  <xsl:template match="rights" as="element(m:accessCondition)">
    <accessCondition type="use and reproduction"><xsl:copy-of select="@xml:lang"/>{.}</accessCondition>
  </xsl:template>
</xsl:stylesheet>
