<?xml version="1.0" encoding="UTF-8"?>
<!-- Footnotes: the words of the note, and in the editors' voice what a short reference in it stands for. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:key name="ib:call" match="text//ref | text//ptr" use="ib:fragments(@target)"/>

  <!-- Whether a note is set at the foot: one with a number, or one that its place takes out of the line. -->
  <xsl:function name="ib:is-footnote" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="ib:is-numbered($note) or $note/@place = ('foot', 'end', 'bottom', 'margin')"/>
  </xsl:function>

  <!-- A remark in its line. -->
  <xsl:template match="note" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('insertion', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="note[ib:is-footnote(.)]" mode="phrase" as="xs:string">
    <xsl:variable name="id" as="xs:string" select="if (ib:is-numbered(.)) then ib:note-id(.) else string(@xml:id)"/>
    <xsl:sequence select="ib:wrap('fn', ($id, if (ib:is-numbered(.)) then ib:note-number(.) else '*'), (ib:note-content(.), ib:remarks(.)))"/>
  </xsl:template>

  <!-- Notes that stand in a list of their own, called from elsewhere, stay there. -->
  <xsl:template match="note[ib:is-footnote(.)]" mode="block" as="xs:string">
    <xsl:variable name="is-called" as="xs:boolean" select="exists(@xml:id ! key('ib:call', ., root(.)))"/>
    <xsl:variable name="fn" as="xs:string" select="string-join(ib:phrase-of(.))"/>
    <xsl:sequence select="if ($is-called) then ib:wrap('endnote', (), $fn) else $fn"/>
  </xsl:template>

  <!-- The first paragraph follows the number; a later one begins a line. -->
  <xsl:function name="ib:note-content" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:for-each-group select="$note/node()" group-adjacent="ib:stands-alone(.)">
        <xsl:choose>
          <xsl:when test="not(current-grouping-key())"><xsl:sequence select="ib:phrase-of(current-group())"/></xsl:when>
          <xsl:otherwise><xsl:sequence select="current-group() ! ib:note-block(.)"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each-group>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <xsl:function name="ib:note-block" as="xs:string">
    <xsl:param name="block" as="element()"/>
    <xsl:variable name="is-plain" as="xs:boolean" select="$block/(self::p | self::ab) and not($block/*[ib:stands-alone(.)])"/>
    <xsl:variable name="content" as="xs:string*">
      <xsl:choose>
        <xsl:when test="$is-plain"><xsl:sequence select="'#parbreak()'[exists($block/preceding-sibling::*)], ib:phrase-of($block)"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="$block" mode="block"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="string-join($content, if ($is-plain) then '' else '&#10;')"/>
  </xsl:function>

  <!-- SHORT REFERENCES -->

  <xsl:template match="bibl[ib:is-short(.)]" mode="phrase" as="xs:string">
    <xsl:variable name="expansion" as="xs:string" select="(ib:expansion(.), ib:label('unresolved', .))[1]"/>
    <xsl:variable name="from" as="xs:string" select="string((ib:antecedent(.)/@xml:id, ib:antecedent-note(.)/@xml:id)[1])"/>
    <xsl:sequence select="string-join((ib:anchor(.), ib:phrases(.), ib:call('voice', ($expansion, $from))))"/>
  </xsl:template>

  <!-- REMARKS OF THE EDITORS -->

  <!-- A remark on several notes is printed at the first; the others lead there. -->
  <xsl:function name="ib:remarks" as="xs:string*">
    <xsl:param name="note" as="element(note)"/>
    <xsl:for-each select="ib:editorial-notes($note)">
      <xsl:variable name="first" as="element(note)?" select="(ib:targets(@target) ! ib:note-of(.))[1]"/>
      <xsl:variable name="words" as="xs:string" select="if ($first is $note) then ib:plain(.) else '→ ' || ib:label('note', $note, ib:note-number($first))"/>
      <xsl:sequence select="ib:call('remark', (ib:label('editorial', .), $words, if ($first is $note) then '' else string($first/@xml:id)))"/>
    </xsl:for-each>
  </xsl:function>

  <!-- The remarks that no numbered note takes in. -->
  <xsl:function name="ib:other-remarks" as="element(note)*">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:sequence select="$edition/standOff//note[@type = 'editorial'][not(ib:targets(@target) ! ib:note-of(.))]"/>
  </xsl:function>
</xsl:stylesheet>
