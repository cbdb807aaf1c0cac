<?xml version="1.0" encoding="UTF-8"?>
<!-- Persons, places, organizations: who or what is meant, under which forms, and every mention. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:template name="index" as="element()*">
    <xsl:param name="entries" as="element()*"/>
    <div class="entries"><xsl:apply-templates select="$entries" mode="entry"/></div>
  </xsl:template>

  <xsl:mode name="entry" on-no-match="fail"/>

  <xsl:template match="person | personGrp | place | org" mode="entry" as="element()">
    <xsl:variable name="entry" as="element()" select="."/>
    <section class="entry" id="{@xml:id}">
      <h2><a href="#{@xml:id}">{ib:name(.)}</a></h2>
      <xsl:where-populated>
        <dl>
          <xsl:for-each-group select="ib:names(.)[@type = ('form', 'variant')]" group-by="@type">
            <xsl:sequence select="ib:row(ib:label(if (current-grouping-key() = 'form') then 'forms' else 'variants', .), string-join(distinct-values(current-group() ! ib:plain(.)), ' · '))"/>
          </xsl:for-each-group>
          <xsl:for-each select="occupation | birth | death">
            <div><dt>{ib:label(local-name(), .)}</dt><dd>{(ib:plain(.)[.], ib:date-words(.))[1]}<xsl:call-template name="evidence"/></dd></div>
          </xsl:for-each>
          <xsl:for-each select="note[@type = 'identification']">
            <div><dt>{ib:label('identification', .)}</dt><dd><xsl:apply-templates select="." mode="remark"/><xsl:for-each select="@cert"><xsl:text> </xsl:text><em>({ib:label('confidence', .., ib:label('cert-' || ., ..))})</em></xsl:for-each></dd></div>
          </xsl:for-each>
        </dl>
      </xsl:where-populated>
      <xsl:for-each select="desc | note[not(@type = 'identification')] | state | trait | floruit | residence | nationality | education | affiliation | location | idno | bibl | p">
          <div class="plain"><xsl:apply-templates select="." mode="remark"/><xsl:call-template name="evidence"/></div>
      </xsl:for-each>
      <xsl:variable name="mentions" as="element()*" select="ib:mentions(.)"/>
      <details>
        <summary>{ib:label('mentions', .)} ({count($mentions)})</summary>
        <ul class="mentions">
          <xsl:for-each select="$mentions">
            <li><a href="{ib:place-href(.)}">{ib:locus(.)}</a><xsl:text> </xsl:text><span class="context">{ib:before(.)}<mark>{ib:plain(.)}</mark>{ib:after(.)}</span></li>
          </xsl:for-each>
        </ul>
      </details>
    </section>
  </xsl:template>

  <xsl:function name="ib:row" as="element()">
    <xsl:param name="term" as="xs:string"/>
    <xsl:param name="words" as="xs:string"/>
    <div><dt>{$term}</dt><dd>{$words}</dd></div>
  </xsl:function>

  <!-- The notes that say so. -->
  <xsl:template name="evidence" as="item()*">
    <xsl:for-each select="ib:targets(@source)[ib:href(.)]">
      <xsl:text> </xsl:text><a class="evidence" href="{ib:href(.)}">{if (ancestor::text) then ib:locus(.) else ib:name(.)}</a>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
