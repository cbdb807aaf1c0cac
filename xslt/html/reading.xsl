<?xml version="1.0" encoding="UTF-8"?>
<!-- The reading page: title, contents, text, notes, remarks, emendations; and the switches by which a reader sees them otherwise. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map" xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:template name="reading-page" as="element()*">
    <article>
      <xsl:if test="not(text//titlePage//titlePart)"><xsl:call-template name="title"/></xsl:if>
      <div id="text">
        <xsl:for-each select="(text/@xml:lang, ib:language(.))[1]"><xsl:call-template name="language"/></xsl:for-each>
        <xsl:if test="not(text//titlePage)"><xsl:call-template name="contents"/></xsl:if>
        <xsl:apply-templates select="text" mode="text"/>
      </div>
    </article>
    <xsl:call-template name="notes"/>
    <xsl:call-template name="remarks"/>
    <xsl:call-template name="emendations"/>
    <xsl:call-template name="shelf"/>
  </xsl:template>

  <!-- A text without a title page of its own is headed by what the header says. -->
  <xsl:template name="title" as="element()">
    <header class="title">
      <xsl:for-each select="ib:language(.)"><xsl:call-template name="language"/></xsl:for-each>
      <h1>{ib:title(.)}</h1>
      <xsl:for-each select="teiHeader/fileDesc/titleStmt/title[@type = 'sub']"><p class="sub">{ib:plain(.)}</p></xsl:for-each>
      <xsl:for-each select="ib:authors(.)"><p class="byline">{.}</p></xsl:for-each>
    </header>
  </xsl:template>

  <!-- PARAGRAPHS -->

  <!-- Whether a paragraph has a number: those of notes have none. -->
  <xsl:function name="ib:is-counted" as="xs:boolean">
    <xsl:param name="block" as="element()"/>
    <xsl:sequence select="exists($block/self::p[ancestor::text][not(ancestor::note)])"/>
  </xsl:function>

  <!-- The id of a paragraph: its own, else one by its number. -->
  <xsl:function name="ib:paragraph-id" as="xs:string">
    <xsl:param name="paragraph" as="element()"/>
    <xsl:sequence select="string(($paragraph/@xml:id, 'paragraph-' || ib:paragraph-number($paragraph))[1])"/>
  </xsl:function>

  <!-- The number of a paragraph, which is the link to it. -->
  <xsl:template name="permalink" as="node()+">
    <xsl:variable name="number" as="xs:integer" select="ib:paragraph-number(.)"/>
    <xsl:attribute name="id" select="ib:paragraph-id(.)"/>
    <a class="permalink" data-added="" href="#{ib:paragraph-id(.)}" aria-label="{ib:label('link-paragraph', ., string($number))}">{$number}</a>
  </xsl:template>

  <!-- CONTENTS -->

  <!-- What the divisions are called, where there is more than one; it stands after the title, and beside the text where there is room. -->
  <xsl:template name="contents" as="element()?">
    <xsl:variable name="heads" as="element(head)*" select="root()//text//head[ib:is-division(..)][ib:is-heading(.)][not(ancestor::floatingText)]"/>
    <xsl:if test="count($heads) gt 1">
      <nav class="contents" data-added="" aria-label="{ib:label('contents', .)}">
        <p aria-hidden="true">{ib:label('contents', .)}</p>
        <ol>
          <xsl:for-each select="$heads">
            <li class="level-{min((4, count(ancestor::*[ib:is-division(.)])))}"><a href="#{ib:heading-id(.)}">{ib:plain(.)}</a></li>
          </xsl:for-each>
        </ol>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- The notes that a reader keeps in view; empty until a script fills it. -->
  <xsl:template name="shelf" as="element()?">
    <xsl:if test="ib:notes(.)">
      <section class="shelf" id="shelf" aria-labelledby="shelf-heading" hidden="">
        <h2 id="shelf-heading">{ib:label('pinned', .)}</h2>
        <ul role="list"></ul>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- How the page is shown. Without a script nothing could be switched, so that a script has to bring it out. -->
  <xsl:template name="display" as="element()">
    <xsl:param name="name" as="xs:string" tunnel="yes"/>
    <details class="display" hidden="">
      <summary>{ib:label('display', .)}</summary>
      <div class="panel">
        <xsl:if test="$name = 'index' and ib:emended(.)">
          <xsl:call-template name="switch">
            <xsl:with-param name="switch" select="'text'"/>
            <xsl:with-param name="label" select="'wording'"/>
            <xsl:with-param name="options" select="map{'': 'reading-text', 'transmitted': 'as-transmitted'}"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:if test="$name = 'index' and text//bibl[ib:is-short(.)]">
          <xsl:call-template name="switch">
            <xsl:with-param name="switch" select="'references'"/>
            <xsl:with-param name="label" select="'short-references'"/>
            <xsl:with-param name="options" select="map{'': 'spelled-out', 'written': 'as-written'}"/>
          </xsl:call-template>
        </xsl:if>
        <xsl:call-template name="switch">
          <xsl:with-param name="switch" select="'theme'"/>
          <xsl:with-param name="label" select="'theme'"/>
          <xsl:with-param name="options" select="map{'': 'theme-auto', 'light': 'theme-light', 'dark': 'theme-dark'}"/>
        </xsl:call-template>
      </div>
    </details>
  </xsl:template>

  <!-- One switch: its name, and its values with their labels; the empty value is how the page comes. -->
  <xsl:template name="switch" as="element()">
    <xsl:param name="switch" as="xs:string"/>
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="options" as="map(xs:string, xs:string)"/>
    <xsl:variable name="node" as="node()" select="."/>
    <fieldset>
      <legend>{ib:label($label, .)}</legend>
      <xsl:for-each select="sort(map:keys($options))">
        <label>
          <input type="radio" name="{$switch}" value="{.}"><xsl:if test=". = ''"><xsl:attribute name="checked" select="''"/></xsl:if></input>
          <xsl:text> </xsl:text>
          <span>{ib:label($options(.), $node)}</span>
        </label>
      </xsl:for-each>
    </fieldset>
  </xsl:template>
</xsl:stylesheet>
