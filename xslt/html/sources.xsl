<?xml version="1.0" encoding="UTF-8"?>
<!-- The sources: each work or archival unit, each place in it, and the notes that cite that, directly or by Ibid. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:template name="sources" as="element()*">
    <xsl:variable name="kinds" as="xs:string+" select="'archival', 'printed', 'other-works'"/>
    <xsl:for-each-group select="ib:works(.)" group-by="(@type[. = $kinds], if (msIdentifier) then 'archival' else 'other-works')[1]">
      <xsl:sort select="index-of($kinds, current-grouping-key())"/>
      <section>
        <h2>{ib:label(current-grouping-key(), .)}</h2>
        <xsl:for-each select="current-group()">
          <xsl:sort select="ib:work-label(.)" collation="http://www.w3.org/2013/collation/UCA?numeric=yes"/>
          <xsl:apply-templates select="." mode="entry"/>
        </xsl:for-each>
      </section>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template match="bibl | biblStruct | biblFull | msDesc" mode="entry" as="element()">
    <xsl:variable name="label" as="xs:string" select="ib:work-label(.)"/>
    <xsl:variable name="full" as="xs:string" select="ib:work-text(.)"/>
    <section class="entry">
      <xsl:if test="@xml:id"><xsl:attribute name="id" select="@xml:id"/></xsl:if>
      <h3><xsl:choose><xsl:when test="@xml:id"><a href="#{@xml:id}">{$label}</a></xsl:when><xsl:otherwise>{$label}</xsl:otherwise></xsl:choose></h3>
      <xsl:if test="$full ne $label"><p>{$full}</p></xsl:if>
      <xsl:variable name="places" as="map(xs:string, item()*)*" select="ib:cited-places(.)"/>
      <xsl:choose>
        <xsl:when test="exists($places)">
          <table class="places">
            <thead><tr><th scope="col">{ib:label('head-place', .)}</th><th scope="col">{ib:label('cited', .)}</th></tr></thead>
            <tbody>
              <xsl:variable name="work" as="element()" select="."/>
              <xsl:for-each select="$places">
                <tr>
                  <td>{(?place[.], ib:label('no-place', $work))[1]}</td>
                  <td><xsl:for-each select="?citations"><xsl:if test="position() gt 1">, </xsl:if><a href="{ib:place-href(.)}">{ib:locus(.)}</a><xsl:if test="ib:is-short(.)"><xsl:text> </xsl:text><i>({ib:plain(ref[1])})</i></xsl:if></xsl:for-each></td>
                </tr>
              </xsl:for-each>
            </tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p class="none">{ib:label('not-cited', .)}</p></xsl:otherwise>
      </xsl:choose>
      <xsl:where-populated>
        <p class="mentioned"><xsl:for-each select="ib:mentions(.)"><xsl:if test="position() gt 1">, </xsl:if><a href="{ib:place-href(.)}">{ib:locus(.)}</a></xsl:for-each></p>
      </xsl:where-populated>
    </section>
  </xsl:template>
</xsl:stylesheet>
