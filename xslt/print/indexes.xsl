<?xml version="1.0" encoding="UTF-8"?>
<!-- After the text: the sources with the notes that cite them, and who and what is mentioned where. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <!-- SOURCES -->

  <xsl:template name="sources" as="xs:string*">
    <xsl:variable name="works" as="element()*" select="ib:works(.)"/>
    <xsl:if test="$works">
      <xsl:sequence select="ib:call('section', ib:label('sources', .))"/>
      <xsl:for-each-group select="$works" group-by="ib:kind-of-work(.)">
        <xsl:sort select="index-of(('archival', 'printed', 'other-works'), current-grouping-key())"/>
        <xsl:sequence select="ib:call('subsection', ib:label(current-grouping-key(), .))"/>
        <xsl:sequence select="current-group() ! ib:source(.)"/>
      </xsl:for-each-group>
    </xsl:if>
  </xsl:template>

  <xsl:function name="ib:kind-of-work" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:sequence select="if ($work/@type = ('archival', 'printed')) then $work/@type else if ($work/self::msDesc) then 'archival' else 'other-works'"/>
  </xsl:function>

  <!-- A source: what it is, and each place with the notes that cite it. -->
  <xsl:function name="ib:source" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:variable name="label" as="xs:string" select="ib:work-label($work)"/>
    <xsl:variable name="text" as="xs:string" select="ib:work-text($work)"/>
    <xsl:variable name="places" as="xs:string*" select="ib:cited-places($work) ! (ib:x((?place[.], ib:label('no-place', $work))[1] || ': ') || ib:citing-notes(?citations))"/>
    <xsl:sequence select="ib:call('source', ($label, if ($text = $label) then '' else $text))
      || '[' || (if (exists($places)) then string-join($places, ib:x('; ')) else ib:x(ib:label('not-cited', $work))) || ']'"/>
  </xsl:function>

  <xsl:function name="ib:citing-notes" as="xs:string">
    <xsl:param name="citations" as="element()*"/>
    <xsl:variable name="notes" as="xs:string*">
      <xsl:for-each-group select="$citations" group-by="string((ib:note-of(.) ! ib:label('note', ., ib:note-number(.)), ib:locus(.))[1])">
        <xsl:sequence select="ib:wrap('to', string((ib:note-of(.), .)[@xml:id][1]/@xml:id), ib:x(current-grouping-key()))"/>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="string-join($notes, ib:x(', '))"/>
  </xsl:function>

  <!-- INDEXES -->

  <xsl:template name="indexes" as="xs:string*">
    <xsl:sequence select="ib:index('persons', ib:persons(.)), ib:index('places', ib:places(.)), ib:index('organizations', ib:organizations(.))"/>
  </xsl:template>

  <!-- What is mentioned, under its established name; the pages are for Typst to find. -->
  <xsl:function name="ib:index" as="xs:string*">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="entries" as="element()*"/>
    <xsl:variable name="mentioned" as="element()*" select="$entries[ib:mentions(.)]"/>
    <xsl:if test="$mentioned">
      <xsl:sequence select="ib:call('section', ib:label($name, $entries[1])), '#index-of('"/>
      <xsl:sequence select="$mentioned ! ('  ' || ib:strings((ib:index-name(.), string(@xml:id), ib:variants(.))) || ',')"/>
      <xsl:sequence select="')'"/>
    </xsl:if>
  </xsl:function>

  <!-- The name as an index has it: the surname first where the encoding knows it. -->
  <xsl:function name="ib:index-name" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="name" as="element()?" select="(ib:names($entry)[@type = 'established'], ib:names($entry))[1]"/>
    <xsl:variable name="given" as="xs:string" select="string-join($name/(* except surname) ! ib:plain(.), ' ')"/>
    <xsl:sequence select="if ($name/surname and $given and not($name/text()[normalize-space()])) then string-join($name/surname ! ib:plain(.), ' ') || ', ' || $given else ib:name($entry)"/>
  </xsl:function>

  <!-- The forms that a reader of the text may look for in vain under the established name. -->
  <xsl:function name="ib:variants" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="string-join(distinct-values(ib:names($entry)[@type = 'variant'] ! ib:plain(.)), ', ')"/>
  </xsl:function>
</xsl:stylesheet>
