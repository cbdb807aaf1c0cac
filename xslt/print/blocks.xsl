<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands by itself: divisions, headings, paragraphs, quotations, letters, verse, drama. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:mode name="block" on-no-match="fail"/>

  <!-- A change of language reaches all that is inside. -->
  <xsl:template match="*[ib:new-language(.)]" mode="block" as="xs:string*" priority="10">
    <xsl:sequence select="ib:call('in-language', ib:new-language(.)) || '['"/>
    <xsl:next-match/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <!-- CONTAINERS -->

  <xsl:template match="text | front | body | back | docTitle | castList | castGroup | set | prologue | epilogue | performance | listBibl | biblFull | noteGrp" mode="block" as="xs:string*">
    <xsl:sequence select="ib:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="group" mode="block" as="xs:string*">
    <xsl:for-each select="node()">
      <xsl:sequence select="if (self::text) then '#new-page' else ()"/>
      <xsl:apply-templates select="." mode="#current"/>
    </xsl:for-each>
  </xsl:template>

  <!-- The title of a book has a page of its own; that of an article heads its first page. -->
  <xsl:template match="titlePage" mode="block" as="xs:string*">
    <xsl:sequence select="if (docImprint | docEdition | figure) then '#titlepage[' else '#titleblock['"/>
    <xsl:sequence select="ib:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:sequence select="']'"/>
    <xsl:sequence select="ancestor::TEI[1][current() is (text//titlePage)[1]] ! ib:contents(.)"/>
  </xsl:template>

  <xsl:template match="titlePart" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('titledesc', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="titlePart[not(@type) or @type = 'main']" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('titlemain', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="titlePart[@type = 'sub']" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('titlesub', (), ib:phrases(.))"/>
  </xsl:template>

  <xsl:template match="byline | docAuthor | docDate | docEdition | docImprint | imprimatur" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('byline', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="div | div1 | div2 | div3 | div4 | div5 | div6 | div7" mode="block" as="xs:string*">
    <xsl:variable name="is-headed" as="xs:boolean" select="exists(head)"/>
    <xsl:sequence select="ib:anchor(.), '#pause'[not($is-headed) and exists(current()/preceding-sibling::*[starts-with(local-name(), 'div')])]"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:sequence select="'#pause'[not($is-headed) and exists(current()/parent::front)]"/>
  </xsl:template>

  <xsl:template match="floatingText" mode="block" as="xs:string*">
    <xsl:sequence select="'#document-inside[', ib:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <!-- HEADINGS -->

  <!-- The words for contents and bookmarks are without the notes that the heading calls. -->
  <xsl:template match="head[ib:is-outlined(.)]" mode="block" as="xs:string">
    <xsl:variable name="level" as="xs:integer" select="count(ancestor::*[head[ib:is-outlined(.)]])"/>
    <xsl:sequence select="'#head(' || $level || ', ' || ib:string(ib:plain(.)) || ')[' || string-join((ib:anchor(.), ib:phrases(.))) || ']'"/>
  </xsl:template>

  <xsl:template match="head" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('subhead', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:function name="ib:is-outlined" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="starts-with(local-name($head/..), 'div') and not($head/ancestor::floatingText) and not($head/preceding-sibling::head) and ib:plain($head) != ''"/>
  </xsl:function>

  <!-- PARAGRAPHS -->

  <xsl:template match="p | ab" mode="block" as="xs:string*">
    <xsl:call-template name="parts"/>
  </xsl:template>

  <xsl:template match="q | quote | said | cit" mode="block" as="xs:string*">
    <xsl:sequence select="'#blockquote['"/>
    <xsl:call-template name="parts"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <!-- Loose words between blocks are a paragraph. -->
  <xsl:template match="text()" mode="block" as="xs:string?">
    <xsl:sequence select="if (normalize-space()) then ib:wrap('para', (), ib:phrase-of(.)) else ()"/>
  </xsl:template>

  <!-- A paragraph that holds blocks (a list, a letter) is set as its parts; so is any phrase that does. -->
  <xsl:template name="parts" as="xs:string*">
    <xsl:param name="function" as="xs:string" select="'para'"/>
    <xsl:variable name="anchor" as="xs:string?" select="ib:anchor(.)"/>
    <xsl:variable name="starts-with-block" as="xs:boolean" select="exists(node()[not(self::text()) or normalize-space()][1][ib:stands-alone(.)])"/>
    <xsl:sequence select="$anchor[$starts-with-block]"/>
    <xsl:for-each-group select="node()" group-adjacent="ib:stands-alone(.)">
      <xsl:choose>
        <xsl:when test="current-grouping-key()">
          <xsl:apply-templates select="current-group()" mode="block"/>
        </xsl:when>
        <xsl:when test="exists(current-group()[not(self::text()) or normalize-space()])">
          <xsl:sequence select="ib:wrap($function, (), ($anchor[position() = 1 and not($starts-with-block)], ib:phrase-of(current-group())))"/>
        </xsl:when>
      </xsl:choose>
    </xsl:for-each-group>
  </xsl:template>

  <!-- LETTERS, VERSE, DRAMA -->

  <xsl:template match="opener | closer | postscript | epigraph | argument" mode="block" as="xs:string*">
    <xsl:sequence select="'#' || local-name() || '['"/>
    <xsl:call-template name="parts">
      <xsl:with-param name="function" as="xs:string" select="'line'"/>
    </xsl:call-template>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="signed | dateline" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('signature', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="salute | trailer | label | castItem | bibl | biblStruct" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('line', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="bibl[ib:is-short(.)]" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('line', (), ib:phrase-of(.))"/>
  </xsl:template>

  <xsl:template match="lg | sp" mode="block" as="xs:string*">
    <xsl:sequence select="if (self::lg) then '#stanza[' else '#speech[', ib:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="l" mode="block" as="xs:string">
    <xsl:variable name="is-indented" as="xs:boolean" select="tokenize(@rend) = ('indent', 'indented')"/>
    <xsl:sequence select="ib:wrap(if ($is-indented) then 'verse-indented' else 'verse', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="speaker" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('speaker', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <xsl:template match="stage" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('stage', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- A milestone with a sign of its own is a pause; any other marks a place. -->
  <xsl:template match="milestone[@rend]" mode="block" as="xs:string*">
    <xsl:sequence select="ib:anchor(.), '#pause'"/>
  </xsl:template>

  <xsl:template match="lb | cb | pb | gb | milestone | anchor | comment() | processing-instruction()" mode="block" as="xs:string*">
    <xsl:apply-templates select="." mode="phrase"/>
  </xsl:template>

  <!-- THE REST -->

  <xsl:template match="choice | app" mode="block" as="xs:string*">
    <xsl:sequence select="ib:call('emended', ib:emendation-id(.))"/>
    <xsl:for-each select="ib:read-part(.)">
      <xsl:call-template name="parts"/>
    </xsl:for-each>
  </xsl:template>

  <!-- A phrase among blocks is a paragraph; with blocks inside it is set as its parts. -->
  <xsl:template match="*" mode="block" as="xs:string*" priority="-1">
    <xsl:sequence select="ib:wrap('para', (), ib:phrase-of(.))"/>
  </xsl:template>

  <xsl:template match="*[*[ib:stands-alone(.)]]" mode="block" as="xs:string*" priority="-0.9">
    <xsl:call-template name="report-unknown"/>
    <xsl:sequence select="ib:call('unknown', name()) || '['"/>
    <xsl:call-template name="parts"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="(hi | seg | emph | foreign | ref | gloss | add | del | supplied | damage | unclear | restore | surplus | mod | subst | lem | rdg
    | corr | reg | expan | sic | orig | abbr | note | name | persName | placeName | orgName | rs | title | date | address | term)[*[ib:stands-alone(.)]]"
      mode="block" as="xs:string*" priority="-0.8">
    <xsl:call-template name="parts"/>
  </xsl:template>

  <!-- Whether a node is set by itself among its siblings: what is or holds a block, but for the notes called in it. -->
  <xsl:function name="ib:stands-alone" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="not($node/self::note[ib:is-footnote(.)]) and (ib:is-block($node)
      or exists($node/(self::sp | self::castList | self::listBibl | self::byline | self::titlePage | self::trailer | self::div1 | self::div2 | self::div3))
      or exists($node/*[ib:stands-alone(.)]))"/>
  </xsl:function>
</xsl:stylesheet>
