<?xml version="1.0" encoding="UTF-8"?>
<!-- The text in print: blocks in the mode `block`, phrases in the mode `phrase`. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:mode name="block" on-no-match="fail"/>
  <xsl:mode name="phrase" on-no-match="fail"/>

  <!-- Both modes return strings of Typst. -->

  <!-- CONTAINERS -->

  <xsl:template match="text | front | body | back | group | titlePage/docTitle" mode="block" as="xs:string*">
    <xsl:apply-templates select="*" mode="#current"/>
  </xsl:template>

  <xsl:template match="titlePage" mode="block" as="xs:string*">
    <xsl:sequence select="'#titleblock['"/>
    <xsl:apply-templates select="*" mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="titlePart" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap(if (@type = 'main' or not(@type)) then 'titlemain' else if (@type = 'sub') then 'titlesub' else 'titledesc', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="byline | docAuthor | docDate | docEdition | docImprint | imprimatur" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('byline', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="div" mode="block" as="xs:string*">
    <xsl:sequence select="ib:anchor(.)"/>
    <xsl:if test="preceding-sibling::div and not(head)">
      <xsl:sequence select="'#pause'"/>
    </xsl:if>
    <xsl:apply-templates select="node()" mode="#current"/>
    <xsl:if test="parent::front and not(head)">
      <xsl:sequence select="'#pause'"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="floatingText" mode="block" as="xs:string*">
    <xsl:sequence select="'#document-inside[' || ib:anchor(.)"/>
    <xsl:apply-templates select="*" mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <!-- BLOCKS -->

  <xsl:template match="head" mode="block" as="xs:string">
    <xsl:variable name="level" as="xs:integer" select="count(ancestor::div[head])"/>
    <xsl:sequence select="if (parent::div and not(ancestor::floatingText))
      then '#head(' || $level || ', ' || ib:string(ib:plain(.)) || ')[' || ib:phrases(.) || ']'
      else ib:wrap('subhead', (), ib:phrases(.))"/>
  </xsl:template>

  <!-- A paragraph that holds blocks (a list, a letter) is set as its parts. -->
  <xsl:template match="p | ab" mode="block" as="xs:string*">
    <xsl:call-template name="parts">
      <xsl:with-param name="function" as="xs:string" select="'para'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="q | quote | said | cit" mode="block" as="xs:string*">
    <xsl:sequence select="'#blockquote[' || ib:anchor(.)"/>
    <xsl:call-template name="parts">
      <xsl:with-param name="function" as="xs:string" select="'para'"/>
    </xsl:call-template>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template name="parts" as="xs:string*">
    <xsl:param name="function" as="xs:string"/>
    <xsl:variable name="id" as="attribute()?" select="@xml:id"/>
    <xsl:for-each-group select="node()" group-adjacent="ib:is-block(.)">
      <xsl:choose>
        <xsl:when test="current-grouping-key()">
          <xsl:apply-templates select="current-group()" mode="block"/>
        </xsl:when>
        <xsl:when test="exists(current-group()[not(self::text()) or normalize-space()])">
          <xsl:sequence select="'#' || $function || '[' || (if (position() = 1) then $id ! ib:call('anchor', .) else ())
            || string-join(ib:phrase-of(current-group())) || ']'"/>
        </xsl:when>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <xsl:template match="opener | closer | postscript | epigraph | argument" mode="block" as="xs:string*">
    <xsl:sequence select="'#' || local-name() || '[' || ib:anchor(.)"/>
    <xsl:call-template name="parts">
      <xsl:with-param name="function" as="xs:string" select="'line'"/>
    </xsl:call-template>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="signed | dateline" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('signature', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="salute | trailer | speaker | stage | label" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('line', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="list" mode="block" as="xs:string*">
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:sequence select="'#' || (if (@rend = 'numbered') then 'numbered' else if (label) then 'labelled' else 'bulleted') || '(', ib:items(item), ')'"/>
  </xsl:template>

  <xsl:function name="ib:items" as="xs:string*">
    <xsl:param name="items" as="element(item)*"/>
    <xsl:for-each select="$items">
      <xsl:variable name="parts" as="xs:string*"><xsl:call-template name="parts"><xsl:with-param name="function" as="xs:string" select="'item'"/></xsl:call-template></xsl:variable>
      <xsl:variable name="label" as="element()?" select="preceding-sibling::*[1]/self::label"/>
      <xsl:sequence select="'  [' || ($label ! ib:wrap('itemlabel', (), ib:phrases(.))) || string-join($parts, '&#10;') || '],'"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:template match="lg" mode="block" as="xs:string*">
    <xsl:sequence select="'#stanza[' || ib:anchor(.)"/>
    <xsl:apply-templates select="*" mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="l" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('verse', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="table" mode="block" as="xs:string*">
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:variable name="columns" as="xs:integer" select="xs:integer(max((1, row ! sum(cell ! (if (@cols castable as xs:integer) then xs:integer(@cols) else 1)))))"/>
    <xsl:sequence select="'#grid-of(' || $columns || ',' || string-join(row/cell ! ib:cell(.), ',') || ')'"/>
  </xsl:template>

  <xsl:function name="ib:cell" as="xs:string">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:variable name="spans" as="xs:string*" select="$cell/@cols[. castable as xs:positiveInteger] ! ('colspan: ' || .), $cell/@rows[. castable as xs:positiveInteger] ! ('rowspan: ' || .)"/>
    <xsl:variable name="heading" as="xs:boolean" select="$cell/@role = 'label' or $cell/parent::row/@role = 'label'"/>
    <xsl:sequence select="'table.cell(' || string-join($spans, ', ') || ')[' || (if ($heading) then ib:wrap('strong', (), ib:phrases($cell)) else ib:phrases($cell)) || ']'"/>
  </xsl:function>

  <xsl:template match="figure" mode="block" as="xs:string*">
    <xsl:sequence select="'#picture[' || ib:anchor(.)"/>
    <xsl:apply-templates select="*" mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="graphic" mode="block phrase" as="xs:string">
    <xsl:variable name="path" as="xs:string?" select="$pictures[starts-with(., current()/@url || '&#9;')][1] ! substring-after(., '&#9;')"/>
    <xsl:sequence select="if ($path) then ib:call('graphic', ($path, (../figDesc ! ib:plain(.), string(@url))[1])) else ib:x('[' || (if (starts-with(@url, 'data:')) then '…' else @url) || ']')"/>
  </xsl:template>

  <xsl:template match="figDesc | figure/p" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('caption', (), ib:phrases(.))"/>
  </xsl:template>

  <!-- Loose words between blocks are a paragraph; an element not known here is shown, marked and reported. -->
  <xsl:template match="text()" mode="block" as="xs:string?">
    <xsl:if test="normalize-space()"><xsl:sequence select="ib:wrap('para', (), ib:phrase-of(.))"/></xsl:if>
  </xsl:template>

  <xsl:template match="*" mode="block" as="xs:string" priority="-1">
    <xsl:sequence select="ib:wrap('para', (), ib:phrase-of(.))"/>
  </xsl:template>

  <!-- PHRASES -->

  <xsl:template match="text()" mode="phrase" as="xs:string?">
    <xsl:sequence select="if (normalize-space() or not(ib:is-structural(..))) then ib:call('t', string(.)) else ()"/>
  </xsl:template>

  <!-- Without a look of their own: names are indexed, the rest is words. -->
  <xsl:template match="persName | placeName | orgName | rs | geogName" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:fragments(@ref) ! ib:call('mention', .) => string-join() || ib:phrases(.)"/>
  </xsl:template>

  <xsl:template match="name | date | time | num | measure | idno | biblScope | citedRange | author | editor | publisher | pubPlace | surname | forename | roleName
    | addName | genName | nameLink | affiliation | address | addrLine | abbr | expan | orig | reg | sic | corr | lem | rdg | seg | w | add | subst | mod
    | institution | repository | country | region | settlement | district | edition | series | email | docAuthor | docDate
    | titlePart | head | label | p | ab | figDesc | l | item | salute | signed | dateline | cell | bibl | biblStruct | unclear | emph[not(node())]" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="title[@level = ('m', 'j', 's')] | emph | foreign | term | mentioned | distinct" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('italic', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="title | q | quote | said | cit | soCalled | gloss" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="hi" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('hi', tokenize(@rend)[1], ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="note" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('insertion', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="choice" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:call('emended', ib:emendation-id(.)) || string-join(ib:phrase-of(ib:chosen(.)))"/>
  </xsl:template>

  <xsl:template match="app" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:call('emended', ib:emendation-id(.)) || string-join(ib:phrase-of(ib:lemma(.)))"/>
  </xsl:template>

  <xsl:template match="del" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('deleted', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="supplied" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:x('⟨') || ib:phrases(.) || ib:x('⟩')"/>
  </xsl:template>

  <xsl:template match="gap | ellipsis" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:x('[…]') || ib:phrases(.)"/>
  </xsl:template>

  <xsl:template match="lb" mode="phrase block" as="xs:string">
    <xsl:sequence select="if (@break = 'no') then '' else ib:call('t', ' ')"/>
  </xsl:template>

  <xsl:template match="pb | cb" mode="phrase block" as="xs:string">
    <xsl:sequence select="@n ! ib:x(' [' || ib:label('page-break', ., .) || '] ') => string-join()"/>
  </xsl:template>

  <xsl:template match="anchor | milestone | space | ptr[not(@target)]" mode="phrase block" as="xs:string">
    <xsl:sequence select="string(ib:anchor(.))"/>
  </xsl:template>

  <!-- Only addresses of the web and of mail become links. -->
  <xsl:template match="ref" mode="phrase" as="xs:string">
    <xsl:sequence select="if (matches(@target, '^(https?://|mailto:)\S+$')) then ib:wrap('link', @target, ib:phrases(.)) else ib:phrases(.)"/>
  </xsl:template>

  <xsl:template match="ptr[@target]" mode="phrase" as="xs:string">
    <xsl:sequence select="if (matches(@target, '^(https?://|mailto:)\S+$')) then ib:wrap('link', @target, ib:x(@target))
      else ib:x((ib:note-of(ib:target(@target, .)) ! ib:label('note', ., @n), ib:target(@target, .) ! ib:name(.), '→')[1])"/>
  </xsl:template>

  <!-- Blocks met among phrases: their words, one after the other. -->
  <xsl:template match="list | lg | table | row | figure | floatingText | body | front | back | opener | closer | listBibl" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join(ib:phrase-of(*), ib:call('t', ' '))"/>
  </xsl:template>

  <xsl:template match="*" mode="phrase" as="xs:string" priority="-1">
    <xsl:message><unknown xmlns="" element="{name()}"/></xsl:message>
    <xsl:sequence select="ib:wrap('unknown', name(), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="block phrase" as="empty-sequence()"/>

  <!-- FUNCTIONS -->

  <!-- The phrases of an element, in its language where that differs from its parent's. -->
  <xsl:function name="ib:phrases" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="content" as="xs:string" select="string-join(ib:phrase-of($element/node()))"/>
    <xsl:sequence select="if ($element/@xml:lang) then ib:wrap('in-language', ib:typst-language($element/@xml:lang), $content) else $content"/>
  </xsl:function>

  <xsl:function name="ib:phrase-of" as="xs:string*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:apply-templates select="$nodes" mode="phrase"/>
  </xsl:function>

  <xsl:function name="ib:anchor" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:id ! ib:call('anchor', .)"/>
  </xsl:function>

  <!-- Whether white space between the children of an element is layout only. -->
  <xsl:function name="ib:is-structural" as="xs:boolean">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="exists($element/(self::choice | self::app | self::subst | self::list | self::lg | self::table | self::row | self::figure | self::titlePage | self::docTitle
      | self::body | self::div | self::floatingText | self::opener | self::closer | self::biblStruct | self::listBibl))"/>
  </xsl:function>
</xsl:stylesheet>
