<?xml version="1.0" encoding="UTF-8"?>
<!-- The header in words: who, what, where from, under which rights, by which rules; and the files to take away. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:mode name="about" on-no-match="deep-skip"/>

  <xsl:template name="about" as="element()*">
    <xsl:apply-templates select="teiHeader/fileDesc" mode="about"/>
    <section>
      <h2>{ib:label('downloads', .)}</h2>
      <ul>
        <li><a href="{encode-for-uri($id)}.xml">{ib:label('tei-file', .)}</a></li>
        <xsl:if test="$has-pdf"><li><a href="{encode-for-uri($id)}.pdf">{ib:label('pdf-file', .)}</a></li></xsl:if>
      </ul>
    </section>
    <xsl:apply-templates select="teiHeader/(profileDesc, encodingDesc, revisionDesc)" mode="about"/>
  </xsl:template>

  <xsl:template match="fileDesc" mode="about" as="element()*">
    <section class="imprint">
      <p class="title"><b>{string-join(titleStmt/title ! ib:plain(.), ' ')}</b></p>
      <p>{string-join(titleStmt/author ! ib:plain(.), ', ')}</p>
      <dl>
        <xsl:for-each select="titleStmt/(respStmt | editor | funder | sponsor | principal)">
          <xsl:sequence select="ib:row(if (self::respStmt) then string-join(resp ! ib:plain(.), ', ') else ib:label('responsibility', .), if (self::respStmt) then ib:agent(.) else ib:plain(.))"/>
        </xsl:for-each>
      </dl>
      <p>{string-join((editionStmt/edition ! ib:plain(.), publicationStmt/(publisher | pubPlace | date | idno) ! ib:plain(.))[.], '. ')}</p>
      <xsl:for-each select="publicationStmt/availability/(p | licence)">
        <p><xsl:choose>
          <xsl:when test="self::licence/@target[ib:is-address(.)]"><a rel="license" href="{@target}">{ib:plain(.)}</a></xsl:when>
          <xsl:otherwise>{ib:plain(.)}</xsl:otherwise>
        </xsl:choose></p>
      </xsl:for-each>
      <h2>{ib:label('sources', .)}</h2>
      <xsl:for-each select="sourceDesc/*">
        <p><xsl:apply-templates select="." mode="remark"/></p>
      </xsl:for-each>
    </section>
  </xsl:template>

  <xsl:template match="encodingDesc | profileDesc | revisionDesc" mode="about" as="element()?">
    <xsl:where-populated>
      <section><xsl:apply-templates select="*" mode="#current"/></section>
    </xsl:where-populated>
  </xsl:template>

  <xsl:template match="editorialDecl | abstract | creation | projectDesc | samplingDecl | correction | normalization | quotation | hyphenation | interpretation | punctuation | langUsage | textClass | keywords" mode="about" as="element()*">
    <xsl:choose>
      <xsl:when test="*[not(self::p or self::term or self::language)]"><xsl:apply-templates select="*" mode="#current"/></xsl:when>
      <xsl:when test="p"><xsl:for-each select="p"><p><xsl:apply-templates select="." mode="remark"/></p></xsl:for-each></xsl:when>
      <xsl:when test="term"><p class="keywords">{string-join(term ! ib:plain(.), ' · ')}</p></xsl:when>
      <xsl:otherwise><p>{string-join((*, self::*[not(*)]) ! ib:plain(.), '; ')}</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="change" mode="about" as="element()">
    <p>{string-join((@when ! ib:day(., ..), ib:plain(.)), ': ')}</p>
  </xsl:template>

  <xsl:template match="gi | tag" mode="remark" as="element()"><code>&lt;{.}&gt;</code></xsl:template>
  <xsl:template match="att" mode="remark" as="element()"><code>@{.}</code></xsl:template>
  <xsl:template match="val | code" mode="remark" as="element()"><code>{.}</code></xsl:template>
</xsl:stylesheet>
