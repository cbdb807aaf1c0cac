<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes and their calls; what short references stand for, and by which evidence. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <!-- The call of a note: a link to it; where there is no room beside the text, a script puts a button in its place. -->
  <xsl:template match="note[ib:is-numbered(.)]" mode="text" as="element()?" priority="1">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:if test="not($is-linked)">
      <sup class="call" data-added=""><a role="doc-noteref" id="{ib:note-id(.)}-ref" href="#{ib:note-id(.)}" aria-label="{ib:label('note-title', ., ib:note-number(.))}">{ib:note-number(.)}</a></sup>
    </xsl:if>
  </xsl:template>

  <xsl:template name="notes" as="element()?">
    <xsl:if test="ib:notes(.)">
      <section class="notes" role="doc-endnotes" aria-labelledby="notes-heading">
        <h2 id="notes-heading">{ib:label('notes', .)}</h2>
        <ol role="list"><xsl:apply-templates select="ib:notes(.)" mode="note"/></ol>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:mode name="note" on-no-match="fail"/>

  <xsl:template match="note" mode="note" as="element()">
    <xsl:variable name="number" as="xs:string" select="ib:note-number(.)"/>
    <li id="{ib:note-id(.)}" class="{@type}">
      <xsl:for-each select="(ancestor-or-self::*/@xml:lang)[last()]"><xsl:call-template name="language"/></xsl:for-each>
      <a class="number" data-added="" role="doc-backlink" href="#{ib:note-id(.)}-ref" aria-label="{ib:label('back', ., $number)}">{$number}</a>
      <div class="note">
        <div class="words"><xsl:apply-templates mode="text"/></div>
        <xsl:text> </xsl:text>
        <span class="note-tools" data-added=""><a class="note-link" href="#{ib:note-id(.)}" aria-label="{ib:label('link-note', ., $number)}">¶</a><xsl:text> </xsl:text><button type="button" class="pin" data-note="{ib:note-id(.)}" aria-pressed="false" aria-label="{ib:label('pin-note', ., $number)}" title="{ib:label('pin-note', ., $number)}" hidden=""><svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" viewBox="0 0 16 16"><path d="M5 1h6v1l-1 1v4l2 2v1H8.6v4L8 16l-.6-2v-4H4V9l2-2V3L5 2z"/></svg></button><xsl:text> </xsl:text><button type="button" class="close" aria-label="{ib:label('close-note', ., $number)}" hidden="">×</button></span>
        <xsl:for-each select=".//bibl[ib:is-read(.)][ib:note-of(.) is current()]"><xsl:call-template name="evidence-of-citation"/></xsl:for-each>
        <xsl:for-each select="ib:editorial-notes(.)">
          <div class="editorial" data-added=""><b>{ib:label('editorial', .)}</b><xsl:text> </xsl:text><span><xsl:apply-templates select="." mode="remark"/></span></div>
        </xsl:for-each>
      </div>
      <button type="button" class="more" data-added="" aria-label="{ib:label('more-of-note', ., $number)}" hidden="">{ib:label('more', .)}</button>
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
    <span class="expansion" data-added="" title="{ib:label('expansion', .)}">
      <xsl:choose>
        <xsl:when test="ib:work(.)">
          <xsl:text> [</xsl:text>
          <a href="{ib:href(ib:work(.))}">{ib:work-label(ib:work(.))}</a>
          <xsl:for-each select="ib:range-label(ib:cited-ranges(.))[.]">, <span class="range">{.}</span></xsl:for-each>
          <xsl:for-each select="ib:warning(.)"><xsl:text>; </xsl:text><em>{.}</em></xsl:for-each>
          <xsl:text>]</xsl:text>
        </xsl:when>
        <xsl:otherwise>{' [' || ib:label('unresolved', .) || ']'}</xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- EVIDENCE -->

  <!-- How many notes a list within a note names; the page of the sources has all. -->
  <xsl:variable name="ib:longest" as="xs:integer" select="12"/>

  <!-- On request: by which notes a short reference was resolved and by which rule, and where its source is cited besides. -->
  <xsl:template name="evidence-of-citation" as="element()?">
    <xsl:variable name="chain" as="element(bibl)*" select="ib:chain(.)"/>
    <xsl:variable name="work" as="element()?" select="ib:work(.)"/>
    <xsl:variable name="elsewhere" as="element(note)*" select="subsequence($work ! ib:citations(.), 1, $ib:longest) ! ib:note-of(.) except ib:note-of(.)"/>
    <xsl:variable name="origin" as="element(note)?" select="ib:note-of($chain[last()])"/>
    <xsl:if test="tail($chain) or $elsewhere">
      <details class="evidence" data-added="">
        <summary>{if (tail($chain) and $origin) then ib:label('from', ., ib:label('note', ., ib:note-number($origin))) else ib:label('also-cited', .)}</summary>
        <xsl:if test="tail($chain)">
          <p class="chain"><xsl:for-each select="$chain[position() lt $ib:longest or position() = last()]"><xsl:if test="position() gt 1"> → </xsl:if><xsl:if test="position() = $ib:longest">… → </xsl:if><xsl:call-template name="link-of-note"/></xsl:for-each>: <xsl:value-of select="ib:plain($chain[last()])"/></p>
          <xsl:for-each select="ib:explanation(.)"><p>{.}</p></xsl:for-each>
          <xsl:for-each select="ib:warning(.)"><p><em>{.}</em></p></xsl:for-each>
        </xsl:if>
        <xsl:if test="$elsewhere">
          <xsl:variable name="frame" as="xs:string+" select="ib:around-argument('also-cited-in', .)"/>
          <xsl:variable name="list" as="xs:string+" select="ib:around-argument('notes-listed', .)"/>
          <p>{$frame[1] || $list[1]}<xsl:for-each select="$elsewhere"><xsl:if test="position() gt 1">, </xsl:if><a href="#{ib:note-id(.)}">{ib:note-number(.)}</a></xsl:for-each><xsl:if test="count($elsewhere) ge $ib:longest - 1">, <a href="{ib:href($work)}">…</a></xsl:if>{$list[2] || $frame[2]}</p>
        </xsl:if>
      </details>
    </xsl:if>
  </xsl:template>

  <!-- A citation, the one before it that it takes its work from, and so on to the one that names it in full. -->
  <xsl:function name="ib:chain" as="element(bibl)+">
    <xsl:param name="bibl" as="element(bibl)"/>
    <xsl:iterate select="1 to 1000">
      <xsl:param name="chain" as="element(bibl)+" select="$bibl"/>
      <xsl:on-completion select="$chain"/>
      <xsl:variable name="last" as="element(bibl)" select="$chain[last()]"/>
      <xsl:variable name="next" as="element(bibl)?" select="ib:antecedent($last)[ib:is-short($last)]/self::bibl[. &lt;&lt; $last]"/>
      <xsl:choose>
        <xsl:when test="$next"><xsl:next-iteration><xsl:with-param name="chain" select="$chain, $next"/></xsl:next-iteration></xsl:when>
        <xsl:otherwise><xsl:break select="$chain"/></xsl:otherwise>
      </xsl:choose>
    </xsl:iterate>
  </xsl:function>

  <xsl:template name="link-of-note" as="item()">
    <xsl:variable name="note" as="element(note)?" select="ib:note-of(.)"/>
    <xsl:choose>
      <xsl:when test="$note"><a href="#{ib:note-id($note)}">{ib:label('note', ., ib:note-number($note))}</a></xsl:when>
      <xsl:otherwise><xsl:value-of select="ib:locus(.)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
