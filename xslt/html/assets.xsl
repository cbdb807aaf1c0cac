<?xml version="1.0" encoding="UTF-8"?>
<!-- The styles and scripts of a page. All are files of the edition; a page has no style and no script in itself. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all">

  <!-- Where they are, and those of the edition itself, which come last so that they win. -->
  <xsl:param name="assets" as="xs:string" select="'../assets'"/>
  <xsl:param name="own-styles" as="xs:string*"/>

  <!-- What a page may load: its own files. A page that needs more says so here. -->
  <xsl:function name="ib:policy" as="xs:string">
    <xsl:param name="name" as="xs:string"/>
    <xsl:sequence select="string-join((&quot;default-src 'none'&quot;, ('style', 'script', 'font', 'connect') ! (. || &quot;-src 'self'&quot;), &quot;img-src 'self' data:&quot;,
      &quot;base-uri 'none'&quot;, &quot;form-action 'none'&quot;), '; ')"/>
  </xsl:function>

  <xsl:template name="assets" as="element()*">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <!-- The reader's colours come before the page is drawn. -->
    <script src="{$assets}/theme.js"></script>
    <xsl:for-each select="'fonts', 'frame', 'text', 'notes', 'entries', 'print'"><link rel="stylesheet" href="{$assets}/{.}.css"/></xsl:for-each>
    <xsl:for-each select="$own-styles"><link rel="stylesheet" href="{$assets}/own/{encode-for-uri(.)}"/></xsl:for-each>
    <xsl:for-each select="'display'[not($name = 'home')], ('contents', 'notes')[$name = 'index']"><script src="{$assets}/{.}.js" defer=""></script></xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
