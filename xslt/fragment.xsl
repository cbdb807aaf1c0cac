<?xml version="1.0" encoding="UTF-8"?>
<!-- A part of a text, in dts:wrapper, as one page of HTML: as it stands on the reading page, with the notes that are called in it. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" xmlns:dts="https://w3id.org/api/dts#" exclude-result-prefixes="#all"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:import href="html.xsl"/>

  <!-- What the part is called, and the address of the pages of the text, to which its links are relative. -->
  <xsl:param name="part" as="xs:string" select="''"/>
  <xsl:param name="pages" as="xs:string" select="''"/>

  <xsl:template match="TEI" as="element()">
    <xsl:variable name="wrapper" as="element(dts:wrapper)" select="(.//dts:wrapper)[1]"/>
    <xsl:variable name="language" as="xs:string" select="(reverse($wrapper/ancestor::*/@xml:lang[normalize-space()]) ! string(), ib:language(.))[1]"/>
    <html lang="{$language}">
      <xsl:if test="ib:is-rtl($language)"><xsl:attribute name="dir" select="'rtl'"/></xsl:if>
      <head>
        <base href="{$pages}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{string-join((ib:title(.), $part)[.], ', ')}</title>
        <link rel="stylesheet" href="{$assets}/edition.css"/>
      </head>
      <body class="page-index">
        <main>
          <xsl:variable name="content" as="item()*"><xsl:apply-templates select="$wrapper" mode="text"/></xsl:variable>
          <article><xsl:apply-templates select="$content" mode="part"/></article>
          <xsl:call-template name="notes"/>
        </main>
      </body>
    </html>
  </xsl:template>

  <!-- The numbers of paragraphs are counted from the beginning of a text, which is not here. -->
  <xsl:mode name="part" on-no-match="shallow-copy"/>
  <xsl:template match="*:a[@class = 'permalink']" mode="part" as="empty-sequence()"/>

  <xsl:template match="dts:wrapper" mode="text" as="item()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>
</xsl:stylesheet>
