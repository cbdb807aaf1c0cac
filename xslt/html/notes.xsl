<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes and their calls, what short references stand for, and the list of emendations. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:template match="note[ib:is-numbered(.)]" mode="text" as="element()?" priority="1">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:if test="not($is-linked)">
      <sup class="call" data-added=""><a role="doc-noteref" id="{ib:note-id(.)}-ref" href="#{ib:note-id(.)}" title="{ib:plain(.)}">{ib:note-number(.)}</a></sup>
    </xsl:if>
  </xsl:template>

  <xsl:template name="notes" as="element()?">
    <xsl:where-populated>
      <section class="notes" role="doc-endnotes" aria-labelledby="notes-heading">
        <xsl:if test="ib:notes(.)">
          <h2 id="notes-heading">{ib:label('notes', .)}</h2>
          <ol role="list"><xsl:apply-templates select="ib:notes(.)" mode="note"/></ol>
        </xsl:if>
      </section>
    </xsl:where-populated>
  </xsl:template>

  <xsl:mode name="note" on-no-match="fail"/>

  <xsl:template match="note" mode="note" as="element()">
    <li id="{ib:note-id(.)}" class="{@type}">
      <xsl:for-each select="@xml:lang"><xsl:call-template name="language"/></xsl:for-each>
      <a class="number" data-added="" role="doc-backlink" href="#{ib:note-id(.)}-ref" aria-label="{ib:label('back', ., ib:note-number(.))}">{ib:note-number(.)}</a>
      <div class="note">
        <xsl:apply-templates mode="text"/>
        <xsl:for-each select="ib:editorial-notes(.)">
          <div class="editorial" data-added=""><b>{ib:label('editorial', .)}</b><xsl:text> </xsl:text><span><xsl:apply-templates select="." mode="remark"/></span></div>
        </xsl:for-each>
      </div>
    </li>
  </xsl:template>

  <!-- The remarks of the editors on what is no note. -->
  <xsl:template name="remarks" as="element()?">
    <xsl:variable name="remarks" as="element(note)*" select="standOff//note[@type = 'editorial'][not(ib:targets(@target) ! ib:note-of(.))]"/>
    <xsl:if test="$remarks">
      <section class="remarks">
        <h2>{ib:label('editorials', .)}</h2>
        <ul>
          <xsl:for-each select="$remarks">
            <li><xsl:for-each select="ib:targets(@target)[ib:href(.)]"><a href="{ib:href(.)}">{if (ancestor::text) then ib:locus(.) else ib:name(.)}</a><xsl:text> </xsl:text></xsl:for-each><xsl:apply-templates select="." mode="remark"/></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- A remark of the editors, with its links; the ids in it, if any, are those of one place only and stay away. -->
  <xsl:mode name="remark" on-no-match="text-only-copy"/>

  <xsl:template match="ref[ib:targets(@target) ! ib:href(.)] | ref[tokenize(@target)[ib:is-address(.)]]" mode="remark" as="element()">
    <a href="{(ib:targets(@target) ! ib:href(.), tokenize(@target)[ib:is-address(.)])[1]}"><xsl:apply-templates mode="#current"/></a>
  </xsl:template>

  <xsl:template match="title[not(@level = 'a')] | emph | foreign" mode="remark" as="element()"><i><xsl:apply-templates mode="#current"/></i></xsl:template>

  <xsl:template match="ptr[tokenize(@target)[ib:is-address(.)]]" mode="remark" as="element()"><a href="{@target}">{@target}</a></xsl:template>

  <xsl:template match="ptr" mode="remark" as="item()*">
    <xsl:for-each select="ib:targets(@target)[ib:href(.)]"><a href="{ib:href(.)}">{if (ancestor::text) then ib:locus(.) else ib:name(.)}</a></xsl:for-each>
    <xsl:value-of select="tokenize(@target)[not(starts-with(., '#'))]"/>
  </xsl:template>

  <xsl:template match="choice" mode="remark" as="item()*"><xsl:apply-templates select="ib:chosen(.)" mode="#current"/></xsl:template>

  <!-- What a short reference stands for, in the editors' voice. -->
  <xsl:template match="bibl[ib:is-short(.)]" mode="text" as="element()+">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="'bibl short'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
    <span class="expansion" data-added="" title="{string-join((ib:label('expansion', .), ib:explanation(.)), ': ')}">
      <xsl:variable name="note" as="element(note)?" select="ib:antecedent-note(.)"/>
      <xsl:choose>
        <xsl:when test="ib:work(.)">
          <xsl:text> [</xsl:text>
          <a href="{ib:href(ib:work(.))}">{ib:work-label(ib:work(.))}</a>
          <xsl:value-of select="(', ' || ib:range-label(ib:cited-ranges(.)))[ib:range-label(ib:cited-ranges(current()))]"/>
          <xsl:if test="$note"><xsl:text>; </xsl:text><a href="#{ib:note-id($note)}">{ib:label('as-in', ., ib:label('note', ., ib:note-number($note)))}</a></xsl:if>
          <xsl:for-each select="ib:warning(.)"><xsl:text>; </xsl:text><em>{.}</em></xsl:for-each>
          <xsl:text>]</xsl:text>
        </xsl:when>
        <xsl:otherwise>{' [' || ib:label('unresolved', .) || ']'}</xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- EMENDATIONS -->

  <xsl:template name="emendations" as="element()*">
    <xsl:for-each-group select="ib:emended(.)" group-by="if (self::choice) then 'emendations' else 'apparatus'">
      <section class="emendations">
        <h2>{ib:label(current-grouping-key(), .)}</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead><tr><th scope="col">{ib:label('head-place', .)}</th><th scope="col">{ib:label('head-transmitted', .)}</th><th scope="col">{ib:label('head-read', .)}</th><th scope="col">{ib:label('responsibility', .)}</th></tr></thead>
            <tbody><xsl:apply-templates select="current-group()" mode="emendation"/></tbody>
          </table>
        </div>
      </section>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:mode name="emendation" on-no-match="fail"/>

  <xsl:template match="choice | app" mode="emendation" as="element()">
    <xsl:variable name="read" as="element()?" select="self::choice ! ib:chosen(.), self::app ! ib:lemma(.)"/>
    <tr>
      <td><a href="#{ib:emendation-id(.)}">{ib:locus(.)}</a></td>
      <td><xsl:for-each select="* except $read"><xsl:if test="position() gt 1">; </xsl:if><span class="context">{ib:word-before(..)}</span><span data-transmitted="">{ib:transmitted(.)}</span><span class="context">{ib:word-after(..)}</span><xsl:value-of select="ib:sigla(.)"/></xsl:for-each></td>
      <td><span class="context">{ib:word-before(.)}</span>{$read ! ib:transmitted(.)}<span class="context">{ib:word-after(.)}</span>{$read ! ib:sigla(.)}</td>
      <td>{string-join(($read/@resp ! ib:responsible(.), $read/@cert[not(. = 'high')] ! ib:label('confidence', $read, ib:label('cert-' || ., $read))), '; ')}</td>
    </tr>
  </xsl:template>

  <xsl:function name="ib:sigla" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="string-join(tokenize($reading/@wit) ! (' ' || replace(., '^#', '')))"/>
  </xsl:function>
</xsl:stylesheet>
