<?xml version="1.0" encoding="UTF-8"?>
<!-- Typed links in the head of a page. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" expand-text="yes">

  <!-- Each is relation, address and media type, parted by tabulators. -->
  <xsl:function name="ib:signposts" as="element(link)*">
    <xsl:param name="links" as="array(xs:string)?"/>
    <xsl:for-each select="$links?*">
      <xsl:variable name="parts" as="xs:string+" select="tokenize(., '\t')"/>
      <link rel="{$parts[1]}" href="{$parts[2]}">
        <xsl:if test="$parts[3]"><xsl:attribute name="type" select="$parts[3]"/></xsl:if>
      </link>
    </xsl:for-each>
  </xsl:function>
</xsl:stylesheet>
