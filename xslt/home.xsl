<?xml version="1.0" encoding="UTF-8"?>
<!-- The first page of an edition: its title and its texts. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="urn:ibidem" expand-text="yes">

  <xsl:import href="lib/labels.xsl"/>
  <xsl:import href="lib/signposts.xsl"/>
  <!-- Links for programs, as in html.xsl. -->
  <xsl:param name="links" as="array(xs:string)?"/>

  <xsl:output method="html" html-version="5" encoding="UTF-8" indent="no"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="item()*">
    <xsl:apply-templates select="edition"/>
  </xsl:template>

  <xsl:template match="edition" as="item()*">
    <xsl:variable name="language" as="xs:string" select="@lang"/>
    <xsl:result-document href="index.html">
      <html lang="{@lang}">
        <head>
          <meta name="viewport" content="width=device-width, initial-scale=1"/>
          <title>{@title}</title>
          <xsl:sequence select="ib:signposts($links)"/>
          <link rel="stylesheet" href="assets/edition.css"/>
        </head>
        <body class="page-home">
          <main id="main">
            <h1>{@title}</h1>
            <h2 class="visually-hidden">{ib:word('texts', @lang)}</h2>
            <ul class="texts" role="list">
              <xsl:for-each select="text">
                <li>
                  <h3><a href="{@href}">{@title}</a></h3>
                  <xsl:for-each select="@sub[string()]"><p class="sub">{.}</p></xsl:for-each>
                  <xsl:for-each select="@author[string()]"><p class="author">{.}</p></xsl:for-each>
                  <p class="size">{replace(ib:word('words', $language), '\{1\}', format-number(@words, '#,##0'))}, {replace(ib:word('note-count', $language), '\{1\}', @notes)}</p>
                  <p class="ways"><a href="{@href}">{ib:word('text', $language)}</a> · <a href="{@id}/about.html">{ib:word('about', $language)}</a> · <a href="{@id}/{@id}.pdf">PDF</a> · <a href="{@id}/{@id}.xml">TEI</a></p>
                </li>
              </xsl:for-each>
            </ul>
          </main>
        </body>
      </html>
    </xsl:result-document>
  </xsl:template>
</xsl:stylesheet>
