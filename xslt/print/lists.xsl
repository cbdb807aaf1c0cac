<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists, tables and figures. What stands between their items, rows and cells is kept, in its order. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <!-- Typst has no use for a table wider than a page has letters, and memory only for a small one. -->
  <xsl:variable name="widest-table" as="xs:integer" select="60"/>

  <!-- LISTS -->

  <xsl:template match="list" mode="block" as="xs:string*">
    <xsl:variable name="kind" as="xs:string" select="
      if ((@rend, @type) = ('numbered', 'ordered')) then 'numbered'
      else if (label) then 'labelled'
      else if ((@rend, @type) = ('simple', 'plain', 'unmarked')) then 'plain'
      else 'bulleted'"/>
    <xsl:sequence select="ib:anchor(.)"/>
    <xsl:apply-templates select="head" mode="#current"/>
    <xsl:sequence select="'#' || $kind || '('"/>
    <xsl:variable name="content" as="node()*" select="node()[self::* or normalize-space()] except head"/>
    <xsl:variable name="rest" as="node()*" select="$content[not(following-sibling::item)] except item"/>
    <xsl:for-each-group select="$content except $rest" group-ending-with="item">
      <xsl:sequence select="'  [' || string-join((current-group()[not(self::item)] ! ib:before-item(.), current-group()[self::item] ! ib:item(.))) || '],'"/>
    </xsl:for-each-group>
    <xsl:sequence select="')'"/>
    <xsl:apply-templates select="$rest" mode="#current"/>
  </xsl:template>

  <xsl:function name="ib:item" as="xs:string">
    <xsl:param name="item" as="element(item)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:for-each select="$item">
        <xsl:call-template name="parts">
          <xsl:with-param name="function" as="xs:string" select="'item'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="ib:in-language($item, string-join($parts, '&#10;'))"/>
  </xsl:function>

  <xsl:function name="ib:before-item" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="if ($node/self::label) then ib:wrap('itemlabel', (), ib:phrase-of($node)) else string-join(ib:phrase-of($node))"/>
  </xsl:function>

  <!-- TABLES -->

  <xsl:template match="table" mode="block" as="xs:string*">
    <xsl:variable name="rows" as="element(row)*" select="row"/>
    <xsl:variable name="columns" as="xs:integer" select="min(($widest-table, max((1, $rows ! sum(cell ! ib:span(@cols))))))"/>
    <!-- The rows of labels at the top are repeated where the table runs on. -->
    <xsl:variable name="labels" as="element(row)*" select="$rows[@role = 'label'][every $row in (., preceding-sibling::row) satisfies $row/@role = 'label'][not(cell/@rows)]"/>
    <xsl:sequence select="ib:anchor(.)"/>
    <xsl:apply-templates select="node()[not(self::row)][not($rows[1]) or . &lt;&lt; $rows[1]]" mode="#current"/>
    <xsl:if test="$rows">
      <xsl:sequence select="'#grid-of(' || $columns || ','"/>
      <xsl:if test="$labels">
        <xsl:sequence select="'  table.header(', $labels ! ib:row(., $rows, $columns), '  ),'"/>
      </xsl:if>
      <xsl:sequence select="($rows except $labels) ! ib:row(., $rows, $columns), ')'"/>
    </xsl:if>
    <xsl:apply-templates select="node()[not(self::row)][. &gt;&gt; $rows[1]]" mode="#current"/>
  </xsl:template>

  <!-- The cells of a row. Each says which row it is in, so that a row that lacks a cell does not take one from the next. -->
  <xsl:function name="ib:row" as="xs:string*">
    <xsl:param name="row" as="element(row)"/>
    <xsl:param name="rows" as="element(row)+"/>
    <xsl:param name="columns" as="xs:integer"/>
    <xsl:variable name="index" as="xs:integer" select="count($rows[. &lt;&lt; $row])"/>
    <xsl:variable name="fits" as="xs:boolean" select="sum($row/cell ! ib:span(@cols)) le $columns"/>
    <xsl:for-each select="$row/cell">
      <xsl:variable name="colspan" as="xs:integer" select="if ($fits) then min((ib:span(@cols), $columns)) else 1"/>
      <xsl:variable name="rowspan" as="xs:integer" select="if ($fits) then min((ib:span(@rows), count($rows) - $index)) else 1"/>
      <xsl:variable name="place" as="xs:string" select="if ($fits) then 'y: ' || $index || ', colspan: ' || $colspan || ', rowspan: ' || $rowspan else 'y: ' || $index"/>
      <xsl:variable name="content" as="xs:string" select="ib:in-language(., string-join((ib:anchor(.), ib:cell(.))))"/>
      <xsl:sequence select="'  table.cell(' || $place || ')[' || (if ((@role, ../@role) = 'label') then ib:wrap('celllabel', (), $content) else $content) || '],'"/>
    </xsl:for-each>
  </xsl:function>

  <xsl:function name="ib:cell" as="xs:string">
    <xsl:param name="cell" as="element(cell)"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:for-each select="$cell">
        <xsl:call-template name="parts">
          <xsl:with-param name="function" as="xs:string" select="'item'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- How many columns or rows a cell covers; a number that no page has room for is none. -->
  <xsl:function name="ib:span" as="xs:integer">
    <xsl:param name="span" as="attribute()?"/>
    <xsl:sequence select="if (matches($span, '^[1-9][0-9]?$')) then xs:integer($span) else 1"/>
  </xsl:function>

  <!-- FIGURES -->

  <xsl:template match="figure" mode="block" as="xs:string*">
    <xsl:sequence select="'#picture[', ib:anchor(.)"/>
    <xsl:apply-templates mode="#current"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <xsl:template match="figDesc | figure/p" mode="block" as="xs:string">
    <xsl:sequence select="ib:wrap('caption', (), (ib:anchor(.), ib:phrases(.)))"/>
  </xsl:template>

  <!-- A picture that is not beside the source is named; Typst would stop at a file that is not there. -->
  <xsl:template match="graphic" mode="block phrase" as="xs:string">
    <xsl:variable name="path" as="xs:string?" select="$pictures[starts-with(., current()/@url || '&#9;')][1] ! substring-after(., '&#9;')"/>
    <xsl:sequence select="if ($path) then ib:call('graphic', ($path, (../figDesc ! ib:plain(.), string(@url))[1]))
      else ib:x('[' || (if (starts-with(@url, 'data:')) then '…' else @url) || ']')"/>
  </xsl:template>
</xsl:stylesheet>
