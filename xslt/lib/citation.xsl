<?xml version="1.0" encoding="UTF-8"?>
<!-- Citations as functions: which work a reference means, what a short reference stands for, who cites a work and where. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:import href="edition.xsl"/>

  <xsl:key name="ib:expanded" match="standOff/listBibl[@type = 'expanded']/bibl" use="ib:fragments(@corresp)"/>
  <xsl:key name="ib:citing" match="text//bibl[@corresp]" use="ib:fragments(@corresp)"/>

  <!-- WORKS -->

  <!-- The works of a document, in the order of their list. -->
  <xsl:function name="ib:works" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="root($node)//standOff//listBibl[not(@type = 'expanded')]/(bibl | biblStruct | biblFull | msDesc)"/>
  </xsl:function>

  <!-- The words that name a work. -->
  <xsl:function name="ib:work-label" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:sequence select="(($work//title[@type = 'short'] ! ib:plain(.)), ib:work-text($work))[.][1]"/>
  </xsl:function>

  <!-- All that an entry says about a work: the text of a bibl as typed, the parts of a structured description joined by commas. -->
  <xsl:function name="ib:work-text" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:variable name="is-typed" as="xs:boolean" select="exists($work/text()[normalize-space()])"/>
    <xsl:variable name="parts" as="element()*" select="$work//*[not(self::title[@type = 'short'])][text()[normalize-space()]]
      [not(ancestor::*[text()[normalize-space()]][ancestor::* intersect $work])]"/>
    <xsl:sequence select="if ($is-typed) then ib:plain($work) else (string-join($parts ! ib:plain(.), ', '), string($work/@xml:id))[.][1]"/>
  </xsl:function>

  <!-- REFERENCES -->

  <xsl:function name="ib:is-short" as="xs:boolean">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="$bibl/@type = 'short'"/>
  </xsl:function>

  <!-- What stands off about a reference: the bibl that spells it out. -->
  <xsl:function name="ib:expanded" as="element(bibl)?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="($bibl/@xml:id ! key('ib:expanded', ., root($bibl)))[1]"/>
  </xsl:function>

  <!-- The entry of the work that a reference means. -->
  <xsl:function name="ib:work" as="element()?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="(ib:targets($bibl/@corresp), ib:expanded($bibl)/ptr/ib:targets(@target))[parent::listBibl][1]"/>
  </xsl:function>

  <!-- The places in the work: what stands off wins, because it holds what the reference inherits. -->
  <xsl:function name="ib:cited-ranges" as="element(citedRange)*">
    <xsl:param name="bibl" as="element()"/>
    <xsl:variable name="expanded" as="element(citedRange)*" select="ib:expanded($bibl)/citedRange"/>
    <xsl:sequence select="if ($expanded) then $expanded else $bibl//citedRange[ib:is-read(.)]"/>
  </xsl:function>

  <xsl:function name="ib:range-label" as="xs:string">
    <xsl:param name="ranges" as="element(citedRange)*"/>
    <xsl:sequence select="string-join($ranges ! ib:plain(.)[.], ', ')"/>
  </xsl:function>

  <!-- The citation that a reference takes its work from, and the note where that stands. -->
  <xsl:function name="ib:antecedent" as="element()?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="(ib:targets($bibl/@source), $bibl/ref/ib:targets(@target))[1]"/>
  </xsl:function>

  <xsl:function name="ib:antecedent-note" as="element(note)?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="ib:note-of(ib:antecedent($bibl))"/>
  </xsl:function>

  <!-- high, medium, low, unknown; the empty string where nobody says. -->
  <xsl:function name="ib:confidence" as="xs:string">
    <xsl:param name="bibl" as="element()"/>
    <xsl:sequence select="string(($bibl/@cert, ib:expanded($bibl)/@cert)[1])"/>
  </xsl:function>

  <!-- The confidence in words where the reader must be warned, that is, unless it is high or unstated. -->
  <xsl:function name="ib:warning" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="cert" as="xs:string" select="ib:confidence($element)"/>
    <xsl:sequence select="if ($cert = ('', 'high')) then () else ib:label('confidence', $element, ib:label('cert-' || $cert, $element) ! replace(., '^cert-', ''))"/>
  </xsl:function>

  <!-- Why a reference was expanded as it was: the explanation and the number of its rule. -->
  <xsl:function name="ib:explanation" as="xs:string?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:for-each select="ib:expanded($bibl)/note[@type = 'explanation'][1]">
      <xsl:sequence select="ib:plain(.) || (@n ! (' (' || ib:label('rule', ., string(.)) || ')'))"/>
    </xsl:for-each>
  </xsl:function>

  <!-- What a short reference stands for, as one string: work, place, antecedent, confidence. Nothing where it is not resolved. -->
  <xsl:function name="ib:expansion" as="xs:string?">
    <xsl:param name="bibl" as="element()"/>
    <xsl:for-each select="ib:work($bibl)">
      <xsl:variable name="note" as="element(note)?" select="ib:antecedent-note($bibl)"/>
      <xsl:variable name="remarks" as="xs:string*"
        select="$note ! ib:label('as-in', ., ib:label('note', ., ib:note-number(.))), ib:warning($bibl)"/>
      <xsl:sequence select="string-join((ib:work-label(.), ib:range-label(ib:cited-ranges($bibl))[.]), ', ')
        || (if (exists($remarks)) then ' (' || string-join($remarks, '; ') || ')' else '')"/>
    </xsl:for-each>
  </xsl:function>

  <!-- CITATIONS OF A WORK -->

  <!-- Every reference to a work, direct or by a short form, in the order of the text. -->
  <xsl:function name="ib:citations" as="element(bibl)*">
    <xsl:param name="work" as="element()"/>
    <xsl:sequence select="$work/@xml:id ! key('ib:citing', ., root($work))[ib:is-read(.)]"/>
  </xsl:function>

  <!-- The same grouped by the place cited, places in numerical order: maps of 'place' and 'citations'. -->
  <xsl:function name="ib:cited-places" as="map(xs:string, item()*)*">
    <xsl:param name="work" as="element()"/>
    <xsl:for-each-group select="ib:citations($work)" group-by="ib:range-key(ib:cited-ranges(.))">
      <xsl:sort select="exists(ib:cited-ranges(.))"/>
      <xsl:sort select="string(ib:cited-ranges(.)[1]/@unit)"/>
      <xsl:sort select="ib:first-number((ib:cited-ranges(.)[1]/(@from, @n, .))[1])" data-type="number"/>
      <xsl:sort select="current-grouping-key()"/>
      <xsl:sequence select="map{'place': ib:range-label(ib:cited-ranges(.)), 'citations': current-group()}"/>
    </xsl:for-each-group>
  </xsl:function>

  <!-- Two places are the same when their values are, however the notes abbreviate them. -->
  <xsl:function name="ib:range-key" as="xs:string">
    <xsl:param name="ranges" as="element(citedRange)*"/>
    <xsl:sequence select="string-join($ranges ! (if (@from) then string-join((@unit, @from, (@to, @from)[1]), ' ') else ib:plain(.)), ', ')"/>
  </xsl:function>

  <xsl:function name="ib:first-number" as="xs:double">
    <xsl:param name="text" as="item()?"/>
    <xsl:sequence select="number((analyze-string(string($text), '[0-9]+')/*:match)[1])"/>
  </xsl:function>
</xsl:stylesheet>
