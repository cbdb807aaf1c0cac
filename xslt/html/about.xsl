<?xml version="1.0" encoding="UTF-8"?>
<!-- The header in words: who, what, where from, under which rights, by which rules; and the files to take away. Nothing in it is left out. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:mode name="about" on-no-match="fail"/>

  <!-- The words of the edition about itself: TEI texts as XML. Those in other languages of the interface stay away. -->
  <xsl:param name="own-about" as="xs:string*"/>

  <xsl:template name="about" as="element()*">
    <xsl:variable name="edition" as="element(TEI)" select="."/>
    <xsl:for-each select="($own-about ! parse-xml(.)/*)[not(@xml:lang) or lower-case(tokenize(@xml:lang, '-')[1]) = ib:ui($edition)]">
      <section class="own">
        <xsl:for-each select="@xml:lang"><xsl:call-template name="language"/></xsl:for-each>
        <xsl:apply-templates select="descendant-or-self::text/* | self::div" mode="own"/>
      </section>
    </xsl:for-each>
    <xsl:for-each select="teiHeader/fileDesc">
      <section class="imprint">
        <p class="title"><b>{string-join(titleStmt/title ! ib:plain(.), ' ')}</b></p>
        <p>{string-join(titleStmt/author ! ib:plain(.), ', ')}</p>
        <dl><xsl:apply-templates select="titleStmt/(* except (title | author)), * except (titleStmt, sourceDesc)" mode="about"/></dl>
      </section>
      <section>
        <h2>{ib:label('sources', .)}</h2>
        <dl><xsl:apply-templates select="sourceDesc" mode="about"/></dl>
      </section>
    </xsl:for-each>
    <section>
      <h2>{ib:label('downloads', .)}</h2>
      <ul>
        <li><a href="{encode-for-uri($id)}.xml">{ib:label('tei-file', .)}</a></li>
        <xsl:if test="$has-pdf"><li><a href="{encode-for-uri($id)}.pdf">{ib:label('pdf-file', .)}</a></li></xsl:if>
      </ul>
    </section>
    <xsl:for-each select="teiHeader/(* except fileDesc)">
      <section>
        <h2>{ib:part-label(.)}</h2>
        <dl><xsl:apply-templates select="." mode="about"/></dl>
      </section>
    </xsl:for-each>
  </xsl:template>

  <!-- What a part of the header is called; one without a word of its own has the name of its element. -->
  <xsl:function name="ib:part-label" as="xs:string">
    <xsl:param name="part" as="element()"/>
    <xsl:variable name="key" as="xs:string" select="'header-' || local-name($part)"/>
    <xsl:variable name="name" as="xs:string" select="lower-case(replace(local-name($part), '(\p{Ll})(\p{Lu})', '$1 $2'))"/>
    <xsl:sequence select="(ib:label($key, $part)[. ne $key], upper-case(substring($name, 1, 1)) || substring($name, 2))[1]"/>
  </xsl:function>

  <!-- A part with parts of its own goes by its name, unless it only holds them together. -->
  <xsl:template match="*" mode="about" as="element()" priority="-2">
    <xsl:call-template name="row">
      <xsl:with-param name="body" as="node()*"><dl><xsl:apply-templates select="*" mode="#current"/></dl></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="editionStmt[*] | publicationStmt | notesStmt | sourceDesc | encodingDesc | profileDesc | revisionDesc | editorialDecl | availability | textClass
    | langUsage | appInfo | listWit | listChange" mode="about" as="element()*" priority="-1">
    <xsl:apply-templates select="*" mode="#current"/>
  </xsl:template>

  <!-- Persons and places have pages of their own. -->
  <xsl:template match="listPerson | listPlace | listOrg | listEvent | *[* and not(* except (listPerson | listPlace | listOrg | listEvent))]" mode="about" as="empty-sequence()"/>

  <xsl:template match="*[text()[normalize-space()]] | p | licence | sourceDesc/bibl" mode="about" as="element()">
    <xsl:call-template name="row">
      <xsl:with-param name="body" as="node()*">
        <xsl:choose>
          <xsl:when test="@target[ib:is-address(.)]">
            <a href="{@target}"><xsl:if test="self::licence"><xsl:attribute name="rel" select="'license'"/></xsl:if>{ib:plain(.)}</a>
          </xsl:when>
          <xsl:otherwise><xsl:apply-templates select="." mode="remark"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="sourceDesc/bibl[@type = 'transcription']" mode="about" as="element()" priority="1">
    <xsl:call-template name="row">
      <xsl:with-param name="term" select="ib:label('header-transcription', .)"/>
      <xsl:with-param name="body" as="node()*"><xsl:apply-templates select="." mode="remark"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="*[p][not(self::licence)]" mode="about" as="element()+">
    <xsl:call-template name="row">
      <xsl:with-param name="body" as="node()*">
        <xsl:for-each select="p"><div class="p"><xsl:apply-templates select="." mode="remark"/></div></xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates select="* except p" mode="#current"/>
  </xsl:template>

  <!-- What an empty element has to say is in its attributes. -->
  <xsl:template match="*[not(*)][not(normalize-space())]" mode="about" as="element()?">
    <xsl:if test="@*">
      <xsl:call-template name="row">
        <xsl:with-param name="body" as="node()*">{string-join((@* except @xml:*) ! (local-name() || ': ' || .), '; ')}</xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="respStmt" mode="about" as="element()">
    <xsl:call-template name="row">
      <xsl:with-param name="term" select="string-join(resp ! ib:plain(.), ', ')"/>
      <xsl:with-param name="body" as="node()*">{ib:agent(.)}<xsl:for-each select="note"> ({ib:plain(.)})</xsl:for-each></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="application" mode="about" as="element()">
    <xsl:call-template name="row">
      <xsl:with-param name="body" as="node()*">{string-join((ib:agent(.), @version), ' ')}<xsl:for-each select="desc | p">. {ib:plain(.)}</xsl:for-each></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="change[@when]" mode="about" as="element()" priority="1">
    <xsl:call-template name="row">
      <xsl:with-param name="term" select="ib:day(@when, .)"/>
      <xsl:with-param name="body" as="node()*"><xsl:apply-templates select="." mode="remark"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="witness[@xml:id]" mode="about" as="element()" priority="1">
    <xsl:call-template name="row">
      <xsl:with-param name="term" select="string(@xml:id)"/>
      <xsl:with-param name="body" as="node()*"><xsl:apply-templates select="." mode="remark"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="keywords[term]" mode="about" as="element()">
    <xsl:call-template name="row">
      <xsl:with-param name="body" as="node()*">{string-join(term ! ib:plain(.), ' · ')}</xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- OWN WORDS -->

  <xsl:mode name="own" on-no-match="shallow-skip"/>

  <xsl:template match="head" mode="own" as="element()">
    <xsl:element name="h{min((6, 1 + max((1, count(ancestor::*[ib:is-division(.)])))))}"><xsl:apply-templates mode="remark"/></xsl:element>
  </xsl:template>

  <xsl:template match="p | ab" mode="own" as="element()"><div class="p"><xsl:apply-templates mode="remark"/></div></xsl:template>

  <xsl:template match="list" mode="own" as="element()"><xsl:apply-templates select="." mode="remark"/></xsl:template>

  <xsl:template match="text()[normalize-space()]" mode="own" as="element()"><p><xsl:value-of select="."/></p></xsl:template>

  <xsl:template name="row" as="element()">
    <xsl:param name="term" as="xs:string" select="ib:part-label(.)"/>
    <xsl:param name="body" as="node()*"/>
    <div>
      <xsl:for-each select="@xml:id"><xsl:attribute name="id" select="."/></xsl:for-each>
      <dt>{$term}</dt>
      <dd><xsl:sequence select="$body"/></dd>
    </div>
  </xsl:template>

  <xsl:template match="gi | tag" mode="remark" as="element()"><code>&lt;{.}&gt;</code></xsl:template>
  <xsl:template match="att" mode="remark" as="element()"><code>@{.}</code></xsl:template>
  <xsl:template match="val | code" mode="remark" as="element()"><code>{.}</code></xsl:template>
  <xsl:template match="list" mode="remark" as="element()"><ul><xsl:apply-templates select="*" mode="#current"/></ul></xsl:template>
  <xsl:template match="list/*" mode="remark" as="element()"><li><xsl:apply-templates mode="#current"/></li></xsl:template>
</xsl:stylesheet>
