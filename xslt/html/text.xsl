<?xml version="1.0" encoding="UTF-8"?>
<!-- The text on the reading page. White space stays as the TEI has it. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:mode name="text" on-no-match="fail"/>

  <xsl:template name="reading-page" as="element()*">
    <xsl:if test="not(text//titlePage//titlePart)">
      <h1><xsl:value-of select="ib:title(.)"/></h1>
    </xsl:if>
    <xsl:variable name="heads" as="element(head)*" select="text//head[ib:is-heading(.)][not(ancestor::floatingText)]"/>
    <article>
      <div id="text" lang="{ib:language(.)}">
        <xsl:for-each select="text/@xml:lang"><xsl:call-template name="language"/></xsl:for-each>
        <xsl:apply-templates select="text" mode="text"/>
      </div>
    </article>
    <xsl:if test="count($heads) gt 1">
      <nav class="contents" aria-label="{ib:label('contents', .)}">
        <ol>
          <xsl:for-each select="$heads">
            <li><a href="#{ib:heading-id(.)}"><xsl:value-of select="ib:plain(.)"/></a></li>
          </xsl:for-each>
        </ol>
      </nav>
    </xsl:if>
    <xsl:call-template name="notes"/>
    <xsl:call-template name="emendations"/>
  </xsl:template>

  <!-- ATTRIBUTES -->

  <!-- id, language and kind of an element; every id of the text is on the page. -->
  <xsl:template name="attributes" as="attribute()*">
    <xsl:param name="class" as="xs:string?"/>
    <xsl:if test="$class"><xsl:attribute name="class" select="$class"/></xsl:if>
    <xsl:for-each select="@xml:id"><xsl:attribute name="id" select="."/></xsl:for-each>
    <xsl:for-each select="@xml:lang"><xsl:call-template name="language"/></xsl:for-each>
  </xsl:template>

  <xsl:template name="language" as="attribute()*">
    <xsl:attribute name="lang" select="."/>
    <xsl:if test="tokenize(., '-')[1] = ('ar', 'arc', 'fa', 'he', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi')">
      <xsl:attribute name="dir" select="'rtl'"/>
    </xsl:if>
  </xsl:template>

  <!-- BLOCKS -->

  <xsl:template match="text | front | body | back | group | docTitle" mode="text" as="item()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="titlePage" mode="text" as="element()">
    <header><xsl:call-template name="attributes"><xsl:with-param name="class" select="'title'"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </header>
  </xsl:template>

  <xsl:template match="titlePart" mode="text" as="element()">
    <xsl:element name="{if (. is (ancestor::text[last()]//titlePart)[1]) then 'h1' else 'p'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string((@type, 'main')[1])"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7 | sp | floatingText | opener | closer | postscript | epigraph | argument | lg | front//docAuthor[not(ancestor::byline)]" mode="text" as="element()">
    <xsl:element name="{if (starts-with(local-name(), 'div')) then 'section' else 'div'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join((local-name(), @type), ' ')"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="head" mode="text" as="element()">
    <xsl:element name="{if (ib:is-heading(.)) then 'h' || min((6, 1 + count(ancestor::*[head][matches(local-name(), '^(div[1-7]?|body)$')]))) else 'p'}">
      <xsl:attribute name="id" select="ib:heading-id(.)"/>
      <xsl:attribute name="class" select="'head'"/>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:function name="ib:is-heading" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="matches(local-name($head/..), '^(div[1-7]?|body)$') and not($head/preceding-sibling::head)"/>
  </xsl:function>

  <xsl:function name="ib:heading-id" as="xs:string">
    <xsl:param name="head" as="element(head)"/>
    <xsl:variable name="number" as="xs:string"><xsl:number select="$head" level="any" format="1"/></xsl:variable>
    <xsl:sequence select="string(($head/@xml:id, 'head-' || $number)[1])"/>
  </xsl:function>

  <!-- A paragraph that holds blocks cannot be an HTML p. -->
  <xsl:template match="p | ab" mode="text" as="element()">
    <xsl:element name="{if (ancestor::note or node()[ib:is-block(.)]) then 'div' else 'p'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'p'"/></xsl:call-template>
      <xsl:if test="@xml:id and not(ancestor::note) and self::p">
        <a class="permalink" data-added="" href="#{@xml:id}" aria-label="{ib:label('link-paragraph', ., string(ib:paragraph-number(.)))}"><xsl:value-of select="ib:paragraph-number(.)"/></a>
      </xsl:if>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="byline | docImprint | docEdition | docDate[parent::titlePage] | imprimatur | salute | signed | dateline | trailer | l | speaker | stage | figDesc" mode="text" as="element()">
    <xsl:element name="{if (ancestor::p or ancestor::note) then 'span' else 'div'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="local-name() || ' block'"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="list" mode="text" as="element()*">
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:element name="{if (label) then 'dl' else if (@rend = 'numbered') then 'ol' else 'ul'}">
      <xsl:call-template name="attributes"/>
      <xsl:apply-templates select="* except head" mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="item | list/label" mode="text" as="element()">
    <xsl:element name="{if (self::label) then 'dt' else if (../label) then 'dd' else 'li'}">
      <xsl:call-template name="attributes"/>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="table" mode="text" as="element()">
    <div class="scroll" tabindex="0">
      <table><xsl:call-template name="attributes"/>
        <xsl:for-each select="head[1]"><caption><xsl:apply-templates mode="#current"/></caption></xsl:for-each>
        <tbody><xsl:apply-templates select="* except head" mode="#current"/></tbody>
      </table>
    </div>
  </xsl:template>

  <xsl:template match="row" mode="text" as="element()">
    <tr><xsl:call-template name="attributes"/><xsl:apply-templates select="*" mode="#current"/></tr>
  </xsl:template>

  <xsl:template match="cell" mode="text" as="element()">
    <xsl:element name="{if (@role = 'label' or ../@role = 'label') then 'th' else 'td'}">
      <xsl:for-each select="@cols[. castable as xs:positiveInteger]"><xsl:attribute name="colspan" select="."/></xsl:for-each>
      <xsl:for-each select="@rows[. castable as xs:positiveInteger]"><xsl:attribute name="rowspan" select="."/></xsl:for-each>
      <xsl:call-template name="attributes"/>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="figure" mode="text" as="element()">
    <xsl:element name="{if (ancestor::p) then 'span' else 'figure'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'figure'"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- A picture beside the text is shown; one elsewhere on the web is a link, so that a page loads nothing from other hosts. -->
  <xsl:template match="graphic" mode="text" as="element()">
    <xsl:choose>
      <xsl:when test="(matches(@url, '^[^:/][^:]*$') and not(contains(@url, '..'))) or matches(@url, '^data:image/(png|jpeg|gif|webp|svg\+xml)[;,]')"><img src="{@url}" alt="" loading="lazy"/></xsl:when>
      <xsl:when test="ib:is-address(@url)"><a data-added="" href="{@url}"><xsl:value-of select="@url"/></a></xsl:when>
      <xsl:otherwise><span class="gap" data-added="">[<xsl:value-of select="@url"/>]</span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="q | quote | said | cit" mode="text" as="element()">
    <xsl:element name="{if (ib:is-block(.)) then 'blockquote' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join((local-name(), @type), ' ')"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <!-- PHRASES -->

  <xsl:template match="text()" mode="text" as="text()"><xsl:copy/></xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="text" as="empty-sequence()"/>

  <!-- A name leads to its entry; inside another link it does not, for links do not nest. -->
  <xsl:template match="persName | placeName | orgName | geogName | rs | title[@ref] | term[@ref] | name" mode="text" as="element()">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="href" as="xs:string?" select="if ($is-linked) then () else (ib:targets(@ref) ! ib:href(.), tokenize(@ref)[ib:is-address(.)])[1]"/>
    <xsl:element name="{if ($href) then 'a' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join(('name', local-name(), if (@level = ('m', 'j', 's', 'u')) then 'italic' else ()), ' ')"/></xsl:call-template>
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:apply-templates mode="#current"><xsl:with-param name="is-linked" as="xs:boolean" select="$is-linked or exists($href)" tunnel="yes"/></xsl:apply-templates>
    </xsl:element>
  </xsl:template>

  <xsl:template match="date | time" mode="text" as="element()">
    <xsl:variable name="value" as="attribute()?" select="@when[matches(., '^(\d{4}|\d{4}-\d\d|\d{4}-\d\d-\d\d|--\d\d-\d\d)$')]"/>
    <xsl:element name="{if ($value) then 'time' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'date'"/></xsl:call-template>
      <xsl:for-each select="$value"><xsl:attribute name="datetime" select="replace(., '^--', '')"/></xsl:for-each>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="ref" mode="text" as="element()">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="href" as="xs:string?" select="if ($is-linked) then () else (ib:targets(@target) ! ib:href(.), tokenize(@target)[ib:is-address(.)])[1]"/>
    <xsl:element name="{if ($href) then 'a' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'ref'"/></xsl:call-template>
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:apply-templates mode="#current"><xsl:with-param name="is-linked" as="xs:boolean" select="$is-linked or exists($href)" tunnel="yes"/></xsl:apply-templates>
    </xsl:element>
  </xsl:template>

  <xsl:template match="ptr" mode="text" as="element()*">
    <xsl:for-each select="ib:targets(@target)[ib:href(.)]">
      <a data-added="" href="{ib:href(.)}"><xsl:value-of select="if (ancestor::text) then ib:locus(.) else ib:name(.)"/></a>
    </xsl:for-each>
    <xsl:for-each select="tokenize(@target)[ib:is-address(.)]"><a data-added="" href="{.}"><xsl:value-of select="."/></a></xsl:for-each>
  </xsl:template>

  <xsl:template match="hi" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join(('hi', tokenize(@rend)[matches(., '^[\w-]+$')]), ' ')"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <xsl:template match="emph" mode="text" as="element()">
    <em><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/></em>
  </xsl:template>

  <xsl:template match="foreign | mentioned | title[@level = ('m', 'j', 's', 'u')][not(@ref)]" mode="text" as="element()">
    <i><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/></i>
  </xsl:template>

  <xsl:template match="choice | app" mode="text" as="element()">
    <span class="emended" id="{ib:emendation-id(.)}">
      <xsl:if test="*[2]"><xsl:attribute name="title" select="ib:label('transmitted', ., string-join((* except (self::choice ! ib:chosen(.), self::app ! ib:lemma(.))) ! ib:transmitted(.), '; '))"/></xsl:if>
      <xsl:apply-templates select="self::choice ! ib:chosen(.), self::app ! ib:lemma(.)" mode="#current"/>
    </span>
  </xsl:template>

  <xsl:template match="del" mode="text" as="element()">
    <del><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/></del>
  </xsl:template>

  <xsl:template match="add" mode="text" as="element()">
    <ins><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/></ins>
  </xsl:template>

  <xsl:template match="supplied | unclear" mode="text" as="element()">
    <span title="{ib:label(local-name(), .)}"><xsl:call-template name="attributes"><xsl:with-param name="class" select="local-name()"/></xsl:call-template><xsl:if test="self::supplied"><span data-added="">⟨</span></xsl:if><xsl:apply-templates mode="#current"/><xsl:if test="self::supplied"><span data-added="">⟩</span></xsl:if></span>
  </xsl:template>

  <xsl:template match="gap | space | ellipsis" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="local-name()"/></xsl:call-template><span data-added="" title="{string-join((ib:label(if (self::space) then 'space' else 'gap', .), @reason, @quantity, @unit), ' ')}">[…]</span><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <xsl:template match="lb" mode="text" as="element()"><br><xsl:call-template name="attributes"/></br></xsl:template>

  <xsl:template match="pb | cb" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="'page-break'"/></xsl:call-template><xsl:if test="@n"><span data-added=""><xsl:value-of select="' [' || ib:label('page-break', ., @n) || '] '"/></span></xsl:if></span>
  </xsl:template>

  <xsl:template match="note[not(ib:is-numbered(.))] | gloss" mode="text" as="element()">
    <span title="{ib:label(if (self::gloss) then 'gloss' else 'insertion', ., ib:responsible(@resp))}"><xsl:call-template name="attributes"><xsl:with-param name="class" select="'insertion'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <!-- Words without a look of their own. -->
  <xsl:template match="title | abbr | expan | orig | reg | sic | corr | lem | rdg | subst | seg | num | measure | term | soCalled | distinct | label | idno | biblScope | citedRange
    | author | editor | publisher | pubPlace | bibl | edition | institution | repository | surname | forename | roleName | addName | genName | nameLink | affiliation | address | addrLine
    | country | region | settlement | district | email | docAuthor | docDate | anchor | milestone | w | c" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="local-name()"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <!-- An element not known here is shown, marked and reported. -->
  <xsl:template match="*" mode="text" as="element()" priority="-1">
    <xsl:message><unknown xmlns="" element="{name()}"/></xsl:message>
    <span data-element="{name()}"><xsl:call-template name="attributes"><xsl:with-param name="class" select="'unknown'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>
</xsl:stylesheet>
