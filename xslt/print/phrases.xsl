<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands in a line: names, titles, emphasis, what an editor marked. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:mode name="phrase" on-no-match="fail"/>

  <xsl:key name="named" match="*" use="name()"/>

  <xsl:template match="*[ib:new-language(.)]" mode="phrase" as="xs:string" priority="10">
    <xsl:variable name="content" as="xs:string*"><xsl:next-match/></xsl:variable>
    <xsl:sequence select="ib:wrap('in-language', ib:new-language(.), $content)"/>
  </xsl:template>

  <xsl:template match="text()" mode="phrase" as="xs:string?">
    <xsl:sequence select="if (normalize-space() or not(ib:is-structural(..))) then ib:call('t', string(.)) else ()"/>
  </xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="phrase" as="empty-sequence()"/>

  <!-- WORDS WITHOUT A LOOK OF THEIR OWN -->

  <xsl:template match="name | date | time | num | measure | idno | biblScope | citedRange | author | editor | respStmt | resp | publisher | pubPlace | surname
    | forename | roleName | addName | genName | nameLink | affiliation | address | addrLine | abbr | expan | ex | am | orig | reg | sic | corr | lem | rdg | seg | s | w | c | pc
    | cl | phr | m | g | add | subst | mod | restore | institution | repository | collection | country | region | settlement | district | bloc | edition | series | email
    | docAuthor | docDate | docTitle | titlePart | bibl | biblStruct | analytic | monogr | imprint | msIdentifier | title | q | quote | said | cit | soCalled | gloss | rs
    | persName | placeName | orgName | geogName | eventName | objectName | origDate | origPlace | locus | dim | dimensions | height | width | depth | material
    | unit | label | ab | p | l | item | cell | salute | signed | dateline | byline | head | trailer | figDesc | castItem | role | roleDesc | actor | listBibl | castList
    | fw | damage | surplus | secl | rubric | incipit | explicit | stamp | relatedItem | textLang | extent | quotation" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:mentioned(.), ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- LOOKS -->

  <xsl:template match="title[@level = ('m', 'j', 's')] | emph | foreign | term | mentioned | distinct | stage" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('italic', (), (ib:mentioned(.), ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- Each word of @rend is a look, one inside the other. -->
  <xsl:template match="hi" mode="phrase" as="xs:string">
    <xsl:sequence select="fold-left(tokenize(@rend), string-join((ib:anchor(.), ib:phrases(.))), function($inner, $look) { ib:wrap('hi', $look, $inner) })"/>
  </xsl:template>

  <xsl:template match="code | ident | gi | att | val | tag | eg" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('code', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="speaker" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('hi', 'smallcaps', (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- WHAT AN EDITOR MARKED -->

  <xsl:template match="choice | app" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:call('emended', ib:emendation-id(.)) || string-join(ib:phrase-of(ib:read-part(.)))"/>
  </xsl:template>

  <xsl:function name="ib:read-part" as="element()?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/(self::choice ! ib:chosen(.), self::app ! ib:lemma(.))"/>
  </xsl:function>

  <xsl:template match="del" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('deleted', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="unclear" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('unclear', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="supplied" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:x('⟨'), ib:anchor(.), ib:phrases(.), ib:x('⟩')))"/>
  </xsl:template>

  <xsl:template match="gap | ellipsis" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:x('[…]'), ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- BREAKS AND PLACES -->

  <xsl:template match="lb[not(@break = 'no')]" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), ib:call('t', ' ')))"/>
  </xsl:template>

  <!-- What is set line by line keeps its lines. -->
  <xsl:template match="(titlePage | head | address | opener | closer)//lb[not(@break = 'no')]" mode="phrase" as="xs:string" priority="1">
    <xsl:sequence select="string-join((ib:anchor(.), '#linebreak()'))"/>
  </xsl:template>

  <xsl:template match="pb[@n] | cb[@n]" mode="phrase" as="xs:string">
    <xsl:variable name="space" as="xs:string?" select="ib:call('t', ' ')[not(current()/@break = 'no')]"/>
    <xsl:sequence select="string-join((ib:anchor(.), $space, ib:call('page-mark', ib:label('page-break', ., @n)), $space))"/>
  </xsl:template>

  <xsl:template match="lb | pb | cb | gb | anchor | milestone | space | handShift | index | ptr | metamark[not(node())]" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), ib:call('t', ' ')[current()/(self::pb | self::cb | self::gb)[not(@break = 'no')]]))"/>
  </xsl:template>

  <!-- POINTERS -->

  <!-- Only addresses of the web and of mail become links to the outside. -->
  <xsl:template match="ref[ib:is-web(@target)]" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('link', @target, (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="ref" mode="phrase" as="xs:string">
    <xsl:variable name="target" as="element()?" select="ib:targets(@target)[ancestor::text][ib:is-read(.)][1]"/>
    <xsl:variable name="content" as="xs:string*" select="ib:anchor(.), ib:phrases(.)"/>
    <xsl:sequence select="if ($target) then ib:wrap('to', $target/@xml:id, $content) else string-join($content)"/>
  </xsl:template>

  <xsl:template match="ptr[ib:is-web(@target)]" mode="phrase" as="xs:string">
    <xsl:sequence select="ib:wrap('link', @target, ib:x(@target))"/>
  </xsl:template>

  <xsl:template match="ptr[starts-with(@target, '#')]" mode="phrase" as="xs:string">
    <xsl:variable name="target" as="element()?" select="ib:targets(@target)[1]"/>
    <xsl:variable name="words" as="xs:string" select="(ib:note-of($target) ! ib:label('note', ., ib:note-number(.)), $target[not(ancestor::text)] ! ib:name(.), '→')[1]"/>
    <xsl:sequence select="if ($target/ancestor::text) then ib:wrap('to', $target/@xml:id, ib:x($words)) else ib:x($words)"/>
  </xsl:template>

  <xsl:function name="ib:is-web" as="xs:boolean">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:sequence select="matches($target, '^(https?://|mailto:)\S+$')"/>
  </xsl:function>

  <!-- THE REST -->

  <!-- Blocks met among phrases: their words, one after the other. -->
  <xsl:template match="list | lg | sp | table | row | figure | floatingText | body | front | back | opener | closer | postscript | div | formula[*]" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), string-join(* ! string-join(ib:phrase-of(.)), ib:call('t', ' '))))"/>
  </xsl:template>

  <!-- An element not known here is shown, marked and reported. -->
  <xsl:template match="*" mode="phrase" as="xs:string" priority="-1">
    <xsl:call-template name="report-unknown"/>
    <xsl:sequence select="ib:wrap('unknown', name(), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template name="report-unknown" as="empty-sequence()">
    <xsl:if test=". is key('named', name(), ancestor::TEI[last()]/text)[1]">
      <xsl:message><unknown xmlns="" element="{name()}"/></xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- FUNCTIONS -->

  <xsl:function name="ib:phrase-of" as="xs:string*">
    <xsl:param name="nodes" as="node()*"/>
    <xsl:apply-templates select="$nodes" mode="phrase"/>
  </xsl:function>

  <!-- The phrases inside an element. -->
  <xsl:function name="ib:phrases" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="string-join(ib:phrase-of($element/node()))"/>
  </xsl:function>

  <!-- The place of an element, for links and page numbers. -->
  <xsl:function name="ib:anchor" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="$element/@xml:id ! ib:call('anchor', .)"/>
  </xsl:function>

  <!-- The place of a mention, for the indexes. -->
  <xsl:function name="ib:mentioned" as="xs:string*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="ib:fragments($element/@ref) ! ib:call('mention', .)"/>
  </xsl:function>

  <!-- The language of an element where it differs from what surrounds it. -->
  <xsl:function name="ib:new-language" as="xs:string?">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="outside" as="xs:string?" select="ib:typst-language(($element/ancestor::*[@xml:lang][ancestor-or-self::text][1]/@xml:lang, ib:language($element))[1])"/>
    <xsl:sequence select="ib:typst-language($element/@xml:lang)[not(. = $outside)]"/>
  </xsl:function>

  <xsl:function name="ib:in-language" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:param name="content" as="xs:string"/>
    <xsl:sequence select="(ib:new-language($element) ! ib:wrap('in-language', ., $content), $content)[1]"/>
  </xsl:function>

  <!-- Whether white space between the children of an element is layout only. -->
  <xsl:function name="ib:is-structural" as="xs:boolean">
    <xsl:param name="element" as="element()?"/>
    <xsl:sequence select="exists($element/(self::choice | self::app | self::subst | self::list | self::lg | self::sp | self::table | self::row | self::figure | self::titlePage | self::docTitle
      | self::body | self::div | self::floatingText | self::opener | self::closer | self::biblStruct | self::listBibl | self::castList))"/>
  </xsl:function>
</xsl:stylesheet>
