<?xml version="1.0" encoding="UTF-8"?>
<!-- The frame of a page: head, navigation, main, foot. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:mode name="page" on-no-match="fail"/>
  <xsl:mode name="main" on-no-match="fail"/>

  <!-- The pages that a text has: an index without entries is none. -->
  <xsl:function name="ib:pages" as="xs:string+">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:sequence select="'index', 'persons'[ib:persons($edition)], 'places'[ib:places($edition)], 'organizations'[ib:organizations($edition)],
      'chronology'[ib:events($edition) or $edition/text//date[@when or @from or @notBefore]], 'sources'[ib:works($edition)], 'about'"/>
  </xsl:function>

  <!-- What a page is called in the navigation. -->
  <xsl:function name="ib:page-label" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:label(if ($name = 'index') then 'text' else $name, $node)"/>
  </xsl:function>

  <xsl:template match="TEI" mode="page" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:variable name="title" as="xs:string" select="ib:title(.)"/>
    <xsl:variable name="authors" as="xs:string*" select="teiHeader/fileDesc/titleStmt/author ! ib:plain(.)"/>
    <html lang="{ib:language(.)}">
      <xsl:if test="ib:is-rtl(ib:language(.))"><xsl:attribute name="dir" select="'rtl'"/></xsl:if>
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{if ($name = 'index') then $title else ib:page-label($name, .) || ' – ' || $title}</title>
        <xsl:for-each select="teiHeader/profileDesc/abstract[1]">
          <meta name="description" content="{ib:plain(.)}"/>
        </xsl:for-each>
        <meta name="dcterms.title" content="{$title}"/>
        <xsl:for-each select="$authors">
          <meta name="dcterms.creator" content="{.}"/>
        </xsl:for-each>
        <xsl:for-each select="teiHeader/fileDesc/publicationStmt//date[1]/@when">
          <meta name="dcterms.issued" content="{.}"/>
        </xsl:for-each>
        <xsl:choose>
          <xsl:when test="$name = 'index' and exists($links)"><xsl:sequence select="ib:signposts($links)"/></xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="teiHeader//availability//licence/@target[ib:is-address(.)]">
              <link rel="license" href="{.}"/>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
        <link rel="alternate" type="application/tei+xml" href="{encode-for-uri($id)}.xml"/>
        <link rel="stylesheet" href="{$assets}/edition.css"/>
      </head>
      <body class="page-{$name}">
        <a class="skip" href="#main">{ib:label('skip', .)}</a>
        <header class="site">
          <a class="site-title" href="../index.html">{($edition-title[.], $title)[1]}</a>
          <nav aria-label="{ib:label('pages', .)}">
            <ul>
              <xsl:variable name="edition" as="element(TEI)" select="."/>
              <xsl:for-each select="ib:pages(.)">
                <li><a href="{.}.html"><xsl:if test=". = $name"><xsl:attribute name="aria-current" select="'page'"/></xsl:if>{ib:page-label(., $edition)}</a></li>
              </xsl:for-each>
            </ul>
          </nav>
        </header>
        <main id="main">
          <xsl:apply-templates select="." mode="main"/>
        </main>
        <footer class="site">
          <p>{string-join(($authors, $title), ': ')}</p>
          <p><xsl:value-of select="string-join(teiHeader/fileDesc/publicationStmt/(publisher | date) ! ib:plain(.), ', ')"/></p>
        </footer>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="TEI" mode="main" as="element()*">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <xsl:choose>
      <xsl:when test="$name = 'index'"><xsl:call-template name="reading-page"/></xsl:when>
      <xsl:otherwise>
        <h1>{ib:page-label($name, .)}</h1>
        <xsl:choose>
          <xsl:when test="$name = 'chronology'"><xsl:call-template name="chronology"/></xsl:when>
          <xsl:when test="$name = 'sources'"><xsl:call-template name="sources"/></xsl:when>
          <xsl:when test="$name = 'about'"><xsl:call-template name="about"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="index">
              <xsl:with-param name="entries" as="element()*"
                select="if ($name = 'persons') then ib:persons(.) else if ($name = 'places') then ib:places(.) else ib:organizations(.)"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="ib:title" as="xs:string">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:variable name="titles" as="element(title)*" select="$edition/teiHeader/fileDesc/titleStmt/title"/>
    <xsl:sequence select="(($titles[@type = 'main'], $titles) ! ib:plain(.)[.], $id)[1]"/>
  </xsl:function>

  <!-- Addresses that a page may lead to: the web, mail, and files beside it; never a script, never a file elsewhere. -->
  <xsl:function name="ib:is-address" as="xs:boolean">
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="matches($address, '^(https?://|mailto:)[^\s&lt;&gt;&quot;]+$')"/>
  </xsl:function>

  <!-- The page on which an entry stands. -->
  <xsl:function name="ib:page-of" as="xs:string?">
    <xsl:param name="target" as="element()"/>
    <xsl:sequence select="if ($target/ancestor::text) then 'index.html'[ib:is-read($target)]
      else if ($target/(self::person | self::personGrp)) then 'persons.html'
      else if ($target/self::place) then 'places.html'
      else if ($target/self::org) then 'organizations.html'
      else if ($target/self::event) then 'chronology.html'
      else if ($target/ancestor::standOff and $target[self::bibl or self::biblStruct or self::biblFull or self::msDesc]/parent::listBibl[not(@type = 'expanded')]) then 'sources.html'
      else ()"/>
  </xsl:function>

  <!-- Where a local pointer leads, as a link; nothing where it leads to no page. -->
  <xsl:function name="ib:href" as="xs:string?">
    <xsl:param name="target" as="element()?"/>
    <xsl:sequence select="$target ! (ib:page-of(.) || '#' || @xml:id)[ib:page-of($target)]"/>
  </xsl:function>

  <!-- The nearest place with an id on the reading page. -->
  <xsl:function name="ib:place-href" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="'index.html#' || ($node/ancestor-or-self::*[@xml:id][ancestor::text][1]/@xml:id, 'text')[1]"/>
  </xsl:function>
</xsl:stylesheet>
