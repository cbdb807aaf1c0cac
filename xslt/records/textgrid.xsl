<?xml version="1.0" encoding="UTF-8"?>
<!-- A record as the metadata of one object of TextGrid: a work, an edition of it, its text, or the collection of all. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns="http://textgrid.info/namespaces/metadata/core/2010" xmlns:t="http://textgrid.info/namespaces/metadata/core/2010"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="record.xsl"/>
  <!-- work, edition, item or collection; and the file of the work that an edition is of. -->
  <xsl:param name="kind" as="xs:string"/>
  <xsl:param name="work" as="xs:string" select="''"/>

  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:variable name="ib:media" as="map(xs:string, xs:string)" select="map{
    'work': 'text/tg.work+xml', 'edition': 'text/tg.edition+tg.aggregation+xml', 'item': 'text/xml', 'collection': 'text/tg.collection+tg.aggregation+xml'}"/>

  <!-- The roles of TextGrid are the terms of MARC relators. -->
  <xsl:variable name="ib:roles" as="map(xs:string, xs:string)" select="map{'aut': 'author', 'edt': 'editor', 'trl': 'translator'}"/>

  <!-- Who holds the rights, as the header says. -->
  <xsl:function name="ib:holder" as="element(agent)?">
    <xsl:param name="record" as="element(record)"/>
    <xsl:sequence select="$record/(creator | contributor)[@role = ('cph', 'rps')][1]/agent"/>
  </xsl:function>

  <xsl:template match="/" as="element(t:MetadataContainerType)">
    <MetadataContainerType>
      <object>
        <generic>
          <provided>
            <title>{ib:full-title(record)}</title>
            <xsl:apply-templates select="record/identifier[@scheme]"/>
            <format>{$ib:media($kind)}</format>
          </provided>
        </generic>
        <xsl:choose>
          <xsl:when test="$kind = 'work'"><xsl:call-template name="work"/></xsl:when>
          <xsl:when test="$kind = 'edition'"><xsl:call-template name="edition"/></xsl:when>
          <xsl:when test="$kind = 'collection'"><xsl:call-template name="collection"/></xsl:when>
          <xsl:otherwise><item><xsl:apply-templates select="ib:holder(record)"/></item></xsl:otherwise>
        </xsl:choose>
      </object>
    </MetadataContainerType>
  </xsl:template>

  <xsl:template match="identifier" as="element(t:identifier)"><identifier type="{@scheme}">{.}</identifier></xsl:template>

  <xsl:template match="agent" as="element(t:rightsHolder)">
    <rightsHolder isCorporateBody="{@kind = 'organization'}">
      <xsl:for-each select="identifier[@url][1]"><xsl:attribute name="id" select="@url"/></xsl:for-each>
      <xsl:text>{name}</xsl:text>
    </rightsHolder>
  </xsl:template>

  <!-- The work came to be before it was published: more a header does not say in one way. -->
  <xsl:template name="work" as="element(t:work)">
    <work>
      <xsl:apply-templates select="record/creator[@role = ('aut', 'cre')]"/>
      <xsl:for-each select="record/abstract"><abstract>{.}</abstract></xsl:for-each>
      <dateOfCreation notAfter="{record/@date}">not after {record/@date}</dateOfCreation>
      <genre>other</genre>
    </work>
  </xsl:template>

  <xsl:template name="edition" as="element(t:edition)">
    <edition>
      <isEditionOf>{$work}</isEditionOf>
      <xsl:apply-templates select="record/(creator | contributor)"/>
      <xsl:for-each select="record/language[@iso639-3]"><language>{@iso639-3}</language></xsl:for-each>
      <license licenseUri="{record/licence/@url}">{(record/licence/string()[.], record/licence/@spdx)[1]}</license>
    </edition>
  </xsl:template>

  <xsl:template name="collection" as="element(t:collection)">
    <collection>
      <collector isCorporateBody="{record/publisher/agent/@kind = 'organization'}">{record/publisher/agent/name}</collector>
      <xsl:for-each select="record/abstract[1]"><abstract>{.}</abstract></xsl:for-each>
    </collection>
  </xsl:template>

  <xsl:template match="creator | contributor" as="element(t:agent)">
    <agent role="{($ib:roles(string(@role)), 'contributor')[1]}">
      <xsl:for-each select="agent/identifier[@url][1]"><xsl:attribute name="id" select="@url"/></xsl:for-each>
      <xsl:text>{ib:inverted(agent)}</xsl:text>
    </agent>
  </xsl:template>
</xsl:stylesheet>
