<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands within a line: names, dates, links, emendations, marks of the source. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <!-- Terms for an index are not words of the text. -->
  <xsl:template match="index" mode="text" as="empty-sequence()"/>

  <xsl:template match="text()" mode="text" as="text()"><xsl:copy/></xsl:template>

  <xsl:template match="comment() | processing-instruction()" mode="text" as="empty-sequence()"/>

  <!-- A name leads to its entry; inside another link it does not, for links do not nest. -->
  <xsl:template match="persName | placeName | orgName | geogName | rs | title[@ref] | term[@ref] | name" mode="text" as="element()+">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="href" as="xs:string?" select="if ($is-linked) then () else (ib:targets(@ref) ! ib:href(.), tokenize(@ref)[ib:is-address(.)])[1]"/>
    <xsl:element name="{if ($href) then 'a' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join(('name', local-name(), if (@level = ('m', 'j', 's', 'u')) then 'italic' else ()), ' ')"/></xsl:call-template>
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:apply-templates mode="#current"><xsl:with-param name="is-linked" as="xs:boolean" select="$is-linked or exists($href)" tunnel="yes"/></xsl:apply-templates>
    </xsl:element>
    <xsl:if test="$href"><xsl:call-template name="calls"/></xsl:if>
  </xsl:template>

  <!-- The calls of the notes inside a link stand after it. -->
  <xsl:template name="calls" as="element()*">
    <xsl:variable name="link" as="element()" select="."/>
    <xsl:apply-templates select=".//note[ib:is-numbered(.)][ib:is-read(.)][not(ancestor::note[ib:is-numbered(.)][ancestor::* intersect $link])]" mode="text">
      <xsl:with-param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="date | time" mode="text" as="element()">
    <xsl:variable name="value" as="attribute()?" select="@when[matches(., '^(\d{4}|\d{4}-\d\d|\d{4}-\d\d-\d\d|--\d\d-\d\d)$')]"/>
    <xsl:element name="{if ($value) then 'time' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'date'"/></xsl:call-template>
      <xsl:for-each select="$value"><xsl:attribute name="datetime" select="replace(., '^--', '')"/></xsl:for-each>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="ref" mode="text" as="element()+">
    <xsl:param name="is-linked" as="xs:boolean" select="false()" tunnel="yes"/>
    <xsl:variable name="href" as="xs:string?" select="if ($is-linked) then () else (ib:targets(@target) ! ib:href(.), tokenize(@target)[ib:is-address(.)])[1]"/>
    <xsl:element name="{if ($href) then 'a' else 'span'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'ref'"/></xsl:call-template>
      <xsl:if test="$href"><xsl:attribute name="href" select="$href"/></xsl:if>
      <xsl:apply-templates mode="#current"><xsl:with-param name="is-linked" as="xs:boolean" select="$is-linked or exists($href)" tunnel="yes"/></xsl:apply-templates>
    </xsl:element>
    <xsl:if test="$href"><xsl:call-template name="calls"/></xsl:if>
  </xsl:template>

  <xsl:template match="ptr" mode="text" as="element()*">
    <xsl:for-each select="ib:targets(@target)[ib:href(.)]">
      <a data-added="" href="{ib:href(.)}"><xsl:value-of select="if (ancestor::text) then ib:locus(.) else ib:name(.)"/></a>
    </xsl:for-each>
    <xsl:for-each select="tokenize(@target)[ib:is-address(.)]"><a data-added="" href="{.}"><xsl:value-of select="."/></a></xsl:for-each>
    <xsl:if test="@xml:id"><span id="{@xml:id}"/></xsl:if>
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

  <xsl:template match="app" mode="text" as="element()">
    <span class="emended" id="{ib:emendation-id(.)}">
      <xsl:if test="*[2]"><xsl:attribute name="title" select="ib:label('transmitted', ., string-join((* except ib:lemma(.)) ! ib:transmitted(.), '; '))"/></xsl:if>
      <xsl:apply-templates select="ib:lemma(.)" mode="#current"/>
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

  <!-- The end of a line inside a word divides it on the page only where the page needs it. -->
  <xsl:template match="lb" mode="text" as="element()">
    <xsl:element name="{if (@break = 'no') then 'wbr' else 'br'}"><xsl:call-template name="attributes"/></xsl:element>
  </xsl:template>

  <xsl:template match="pb | cb" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="'page-break'"/></xsl:call-template><xsl:if test="@n"><span data-added=""><xsl:value-of select="(' '[not(current()/@break = 'no')] || '[') || ib:label('page-break', ., @n) || (']' || ' '[not(current()/@break = 'no')])"/></span></xsl:if></span>
  </xsl:template>

  <xsl:template match="note[not(ib:is-numbered(.))] | gloss" mode="text" as="element()">
    <span ><xsl:if test="@resp"><xsl:attribute name="title" select="ib:label(if (self::gloss) then 'gloss' else 'insertion', ., ib:responsible(@resp))"/></xsl:if><xsl:call-template name="attributes"><xsl:with-param name="class" select="'insertion'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <!-- Words without a look of their own. -->
  <xsl:template match="title | abbr | expan | orig | reg | sic | corr | lem | rdg | subst | seg | num | measure | term | soCalled | distinct | label | idno | biblScope | citedRange
    | author | editor | publisher | pubPlace | bibl | edition | institution | repository | surname | forename | roleName | addName | genName | nameLink | affiliation | address | addrLine
    | country | region | settlement | district | email | docAuthor | docDate | anchor | milestone | w | c | pc | desc | ex | am | surplus | damage | caesura | role | roleDesc | castItem | fw | formula | s | cl | phr | m | handShift" mode="text" as="element()">
    <span><xsl:call-template name="attributes"><xsl:with-param name="class" select="local-name()"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>

  <!-- An element not known here is shown, marked and reported. -->
  <xsl:template match="*" mode="text" as="element()" priority="-1">
    <xsl:message><unknown xmlns="" element="{name()}"/></xsl:message>
    <span data-element="{name()}"><xsl:call-template name="attributes"><xsl:with-param name="class" select="'unknown'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span>
  </xsl:template>
</xsl:stylesheet>
