<?xml version="1.0" encoding="UTF-8"?>
<!-- The blocks of the text. White space stays as the TEI has it. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:mode name="text" on-no-match="fail"/>

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
    <xsl:variable name="around" as="attribute()?" select="if (. instance of attribute()) then ../ancestor::*[@xml:lang][1]/@xml:lang else ()"/>
    <xsl:if test="ib:is-rtl(.) or $around ! ib:is-rtl(.)"><xsl:attribute name="dir" select="if (ib:is-rtl(.)) then 'rtl' else 'ltr'"/></xsl:if>
  </xsl:template>

  <!-- Whether a language is written from right to left: a script that is named decides, else the usual one. -->
  <xsl:function name="ib:is-rtl" as="xs:boolean">
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*" select="tokenize(lower-case($language), '-')"/>
    <xsl:variable name="script" as="xs:string?" select="$parts[position() gt 1][matches(., '^[a-z]{4}$')][1]"/>
    <xsl:sequence select="if ($script) then $script = ('arab', 'hebr', 'syrc', 'thaa', 'nkoo', 'samr', 'mand')
      else $parts[1] = ('ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi')"/>
  </xsl:function>

  <!-- BLOCKS -->

  <xsl:template match="text | front | body | back | group | docTitle" mode="text" as="item()*">
    <xsl:apply-templates mode="#current"/>
  </xsl:template>

  <xsl:template match="(text[ancestor::text] | front | body | back | group | docTitle)[@xml:id or @xml:lang] | text[@xml:id]" mode="text" as="element()" priority="1">
    <div><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/></div>
  </xsl:template>

  <xsl:template match="titlePage" mode="text" as="element()+">
    <header><xsl:call-template name="attributes"><xsl:with-param name="class" select="'title'"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </header>
    <xsl:if test=". is (root()//text//titlePage)[1]"><xsl:call-template name="contents"/></xsl:if>
  </xsl:template>

  <xsl:template match="titlePart" mode="text" as="element()">
    <xsl:element name="{if (. is (ancestor::text[last()]//titlePart)[1]) then 'h1' else 'p'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string((@type, 'main')[1])"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="*[ib:is-division(.)] | floatingText | opener | closer | postscript | epigraph | argument | lg | sp | spGrp | castList | castGroup | listBibl
    | front//docAuthor[not(ancestor::byline)]" mode="text" as="element()">
    <xsl:element name="{if (ib:is-division(.)) then 'section' else 'div'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="string-join((local-name(), @type), ' ')"/></xsl:call-template>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="head" mode="text" as="element()">
    <xsl:element name="{if (ib:is-heading(.)) then 'h' || min((6, 1 + count(ancestor::*[head][ib:is-division(.) or self::body]))) else 'p'}">
      <xsl:attribute name="id" select="ib:heading-id(.)"/>
      <xsl:attribute name="class" select="'head'"/>
      <xsl:for-each select="@xml:lang"><xsl:call-template name="language"/></xsl:for-each>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

  <xsl:function name="ib:is-heading" as="xs:boolean">
    <xsl:param name="head" as="element(head)"/>
    <xsl:sequence select="exists($head/parent::*[ib:is-division(.) or self::body]) and not($head/preceding-sibling::head)"/>
  </xsl:function>

  <xsl:function name="ib:heading-id" as="xs:string">
    <xsl:param name="head" as="element(head)"/>
    <xsl:variable name="number" as="xs:string"><xsl:number select="$head" level="any" format="1"/></xsl:variable>
    <xsl:sequence select="string(($head/@xml:id, 'head-' || $number)[1])"/>
  </xsl:function>

  <xsl:function name="ib:is-division" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="matches(local-name($element), '^div[1-7]?$')"/>
  </xsl:function>

  <!-- Whether a block stands anywhere inside an element, apart from its numbered notes, which stand elsewhere. -->
  <xsl:function name="ib:holds-block" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element//*[ib:is-block(.) or self::listBibl or self::sp]
      [not(ancestor::note[ib:is-numbered(.)][ancestor::* intersect $element])])"/>
  </xsl:function>

  <!-- A paragraph that holds blocks cannot be an HTML p. -->
  <xsl:template match="p | ab" mode="text" as="element()">
    <xsl:element name="{if (ancestor::note or ib:holds-block(.)) then 'div' else 'p'}">
      <xsl:call-template name="attributes"><xsl:with-param name="class" select="'p'"/></xsl:call-template>
      <xsl:if test="ib:is-counted(.)"><xsl:call-template name="permalink"/></xsl:if>
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

  <!-- What stands between items, rows or cells, such as the break of a page, needs a place that HTML has there. -->
  <xsl:template match="list/*[not(self::head or self::item or self::label)]" mode="text" as="element()" priority="1">
    <xsl:element name="{if (../label) then 'dd' else 'li'}">
      <xsl:attribute name="class" select="'between'"/>
      <xsl:next-match/>
    </xsl:element>
  </xsl:template>

  <xsl:template match="table/*[not(self::head or self::row)]" mode="text" as="element()" priority="1">
    <tr class="between"><td colspan="{max((1, ../row ! count(cell)))}"><xsl:next-match/></td></tr>
  </xsl:template>

  <xsl:template match="row/*[not(self::cell)]" mode="text" as="element()" priority="1">
    <td class="between"><xsl:next-match/></td>
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
        <xsl:for-each select="head[1]">
          <caption><xsl:call-template name="attributes"/><xsl:apply-templates mode="#current"/>
            <xsl:for-each select="following-sibling::head"><span><xsl:call-template name="attributes"><xsl:with-param name="class" select="'block'"/></xsl:call-template><xsl:apply-templates mode="#current"/></span></xsl:for-each>
          </caption>
        </xsl:for-each>
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
</xsl:stylesheet>
