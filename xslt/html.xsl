<?xml version="1.0" encoding="UTF-8"?>
<!--
  A text of an edition as pages of HTML: the reading page and its indexes.
    html/page.xsl      the frame of every page
    html/text.xsl      the text: its blocks
    html/phrases.xsl   what stands within a line
    html/notes.xsl     notes, citations, what a short reference stands for, emendations
    html/indexes.xsl   persons, places, organizations
    html/time.xsl      the chronology
    html/sources.xsl   archives and printed works
    html/about.xsl     the header
    html/edition.css   how it looks
  What a page adds to the words of the text is marked with the attribute data-added.
-->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:import href="lib/citation.xsl"/>
  <xsl:import href="lib/signposts.xsl"/>
  <xsl:include href="html/page.xsl"/>
  <xsl:include href="html/text.xsl"/>
  <xsl:include href="html/phrases.xsl"/>
  <xsl:include href="html/notes.xsl"/>
  <xsl:include href="html/indexes.xsl"/>
  <xsl:include href="html/time.xsl"/>
  <xsl:include href="html/sources.xsl"/>
  <xsl:include href="html/about.xsl"/>

  <!-- The name of the text's files, the title of the edition, whether there is a PDF, and where the stylesheet is. -->
  <xsl:param name="id" as="xs:string" select="'text'"/>
  <xsl:param name="edition-title" as="xs:string" select="''"/>
  <xsl:param name="has-pdf" as="xs:boolean" select="false()"/>
  <xsl:param name="assets" as="xs:string" select="'../assets'"/>

  <!-- Links of the landing page for programs: relation, address, media type, parted by tabulators (signposting). -->
  <xsl:param name="links" as="array(xs:string)?"/>

  <xsl:output method="html" html-version="5" encoding="UTF-8" indent="no"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="item()*">
    <xsl:apply-templates select="(TEI, teiCorpus/TEI)[1]"/>
  </xsl:template>

  <xsl:template match="TEI" as="item()*">
    <xsl:variable name="edition" as="element(TEI)" select="."/>
    <xsl:for-each select="ib:pages(.)">
      <xsl:variable name="name" as="xs:string" select="."/>
      <xsl:result-document href="{$name}.html">
        <xsl:apply-templates select="$edition" mode="page">
          <xsl:with-param name="name" as="xs:string" select="$name" tunnel="yes"/>
        </xsl:apply-templates>
      </xsl:result-document>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
