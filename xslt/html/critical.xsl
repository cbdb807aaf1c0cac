<?xml version="1.0" encoding="UTF-8"?>
<!-- Emendations: both forms in the text, one shown at a time; and the list of all, with reasons and responsibility. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <!-- The form that is read, then the one that was transmitted, which a switch of the page brings out; then a mark that leads to the list. -->
  <xsl:template match="choice" mode="text" as="element()+">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="read" as="element()?" select="ib:chosen(.)"/>
    <xsl:variable name="others" as="element()*" select="* except $read"/>
    <span class="emended" id="{ib:emendation-id(.)}"><span class="as-read"><xsl:apply-templates select="$read" mode="#current"/></span><xsl:for-each select="$others[1]"><span class="as-transmitted" data-added="" hidden="">{ib:transmitted(.)}</span></xsl:for-each></span>
    <xsl:if test="$others and not($is-linked)"><a class="emendation-mark" data-added="" href="#{ib:emendation-id(.)}-reason" aria-label="{ib:label('transmitted', ., ib:form-label($others[1]))}">°</a></xsl:if>
  </xsl:template>

  <!-- A form in words; one without words is called so. -->
  <xsl:function name="ib:form-label" as="xs:string">
    <xsl:param name="form" as="element()"/>
    <xsl:sequence select="(normalize-space(ib:transmitted($form))[.], '[' || ib:label('nothing', $form) || ']')[1]"/>
  </xsl:function>

  <xsl:template name="emendations" as="element()*">
    <xsl:for-each-group select="ib:emended(.)" group-by="if (self::choice) then 'emendations' else 'apparatus'">
      <section class="emendations" aria-labelledby="{current-grouping-key()}-heading">
        <h2 id="{current-grouping-key()}-heading">{ib:label(current-grouping-key(), .)}</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="{current-grouping-key()}-heading">
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
    <xsl:variable name="is-named" as="xs:boolean" select="not(ancestor::choice or ancestor::app)"/>
    <tr>
      <xsl:if test="$is-named"><xsl:attribute name="id" select="ib:emendation-id(.) || '-reason'"/></xsl:if>
      <td><a href="#{ib:emendation-id(.)}">{ib:locus(.)}</a></td>
      <td><xsl:for-each select="* except $read"><xsl:if test="position() gt 1">; </xsl:if><span class="context">{ib:word-before(..)}</span><span data-transmitted="">{ib:transmitted(.)}</span><span class="context">{ib:word-after(..)}</span><xsl:value-of select="ib:sigla(.)"/></xsl:for-each></td>
      <td><span class="context">{ib:word-before(.)}</span>{$read ! ib:transmitted(.)}<span class="context">{ib:word-after(.)}</span>{$read ! ib:sigla(.)}</td>
      <td>
        <xsl:value-of select="string-join(($read/@resp ! ib:responsible(.), $read/@cert[not(. = 'high')] ! ib:label('confidence', $read, ib:label('cert-' || ., $read))), '; ')"/>
        <xsl:call-template name="reasons"/>
      </td>
    </tr>
  </xsl:template>

  <!-- Why it is read so: what the encoding says of its evidence, and the remarks of the editors on it. -->
  <xsl:template name="reasons" as="element()*">
    <xsl:for-each select="(@evidence, corr/@evidence, reg/@evidence, expan/@evidence)[1]"><p class="reason">{.}</p></xsl:for-each>
    <xsl:for-each select="*/@source/ib:targets(.)[ib:href(.)]"><p class="reason"><a href="{ib:href(.)}">{if (ancestor::text) then ib:locus(.) else ib:name(.)}</a></p></xsl:for-each>
    <xsl:for-each select="ib:editorial-notes(.)"><p class="reason"><xsl:apply-templates select="." mode="remark"/></p></xsl:for-each>
  </xsl:template>

  <xsl:function name="ib:sigla" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="string-join(tokenize($reading/@wit) ! (' ' || replace(., '^#', '')))"/>
  </xsl:function>
</xsl:stylesheet>
