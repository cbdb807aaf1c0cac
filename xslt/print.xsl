<?xml version="1.0" encoding="UTF-8"?>
<!--
  A text of an edition as Typst source, for a PDF with footnotes at the foot of the page.
    print/blocks.xsl     what stands by itself: divisions, paragraphs, quotations, letters, verse
    print/lists.xsl      lists, tables, figures
    print/phrases.xsl    what stands in a line
    print/notes.xsl      footnotes, citations, what a short reference stands for
    print/apparatus.xsl  after the text: emendations, editors' notes, colophon
    print/indexes.xsl    after the text: sources, persons, places, organizations
    print/template.typ   the book design, copied beside the source
  Words of the text are #t("…"), in their order; a footnote is #fn("id", "number")[…] at its call; a replaced form is #sic("…").
-->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:import href="lib/citation.xsl"/>
  <xsl:import href="lib/typst.xsl"/>
  <xsl:include href="print/blocks.xsl"/>
  <xsl:include href="print/lists.xsl"/>
  <xsl:include href="print/phrases.xsl"/>
  <xsl:include href="print/notes.xsl"/>
  <xsl:include href="print/apparatus.xsl"/>
  <xsl:include href="print/indexes.xsl"/>

  <!-- The TEI file to attach, beside the Typst source; none where it is empty. -->
  <xsl:param name="source-name" as="xs:string" select="''"/>
  <!-- The number of every fifth line in the margin, counted from the top of each page. -->
  <xsl:param name="line-numbers" as="xs:boolean" select="false()"/>
  <!-- A paper that Typst knows by name. -->
  <xsl:param name="paper" as="xs:string" select="'a5'"/>
  <!-- The pictures that lie beside the source, each as its @url, a tab and its path. -->
  <xsl:param name="pictures" as="xs:string*"/>
  <!-- Font families to try before those of the template. One that is for another script alone goes behind "Libertinus Serif". -->
  <xsl:param name="fonts" as="xs:string*"/>

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="text()">
    <xsl:value-of separator="&#10;">
      <xsl:apply-templates select="(TEI, teiCorpus/TEI)[1]"/>
    </xsl:value-of>
  </xsl:template>

  <xsl:template match="TEI" as="xs:string*">
    <xsl:sequence select="'#import &quot;template.typ&quot;: *'"/>
    <xsl:call-template name="design"/>
    <xsl:sequence select="$source-name[.] ! ib:call('attach-source', (., ib:label('tei-file', current())))"/>
    <xsl:call-template name="title"/>
    <xsl:apply-templates select="text" mode="block"/>
    <xsl:sequence select="'#apparatus['"/>
    <xsl:call-template name="emendations"/>
    <xsl:call-template name="editorial-notes"/>
    <xsl:call-template name="sources"/>
    <xsl:call-template name="indexes"/>
    <xsl:call-template name="colophon"/>
    <xsl:sequence select="']'"/>
  </xsl:template>

  <!-- What the template must know: metadata, language, page. -->
  <xsl:template name="design" as="xs:string*">
    <xsl:variable name="titles" as="element(title)*" select="teiHeader/fileDesc/titleStmt/title"/>
    <xsl:variable name="profile" as="element()?" select="teiHeader/profileDesc"/>
    <xsl:sequence select="'#show: edition.with('"/>
    <xsl:sequence select="'  title: ' || ib:string(ib:title(.)) || ','"/>
    <xsl:sequence select="'  running: ' || ib:string(($titles[@type = 'short'] ! ib:plain(.), ib:title(.))[.][1]) || ','"/>
    <xsl:sequence select="'  authors: ' || ib:strings(ib:authors(.)) || ','"/>
    <xsl:sequence select="'  keywords: ' || ib:strings($profile/textClass/keywords//term ! ib:plain(.)[.]) || ','"/>
    <xsl:sequence select="'  description: ' || ib:string(string-join($profile/abstract ! ib:plain(.), ' ')) || ','"/>
    <xsl:sequence select="'  lang: ' || ib:string((ib:typst-language(ib:language(.)), 'en')[1]) || ','"/>
    <xsl:sequence select="'  date: ' || ib:typst-date(teiHeader/(fileDesc/publicationStmt//date/(@when | @from | @to), revisionDesc//change/@when)[1]) || ','"/>
    <xsl:sequence select="'  paper: ' || ib:string($paper) || ','"/>
    <xsl:sequence select="'  fonts: ' || ib:strings($fonts) || ','"/>
    <xsl:sequence select="'  line-numbers: ' || $line-numbers || ','"/>
    <xsl:sequence select="')'"/>
  </xsl:template>

  <!-- A text without a title page of its own is headed by what the header says. -->
  <xsl:template name="title" as="xs:string*">
    <xsl:if test="not(text//titlePage)">
      <xsl:variable name="lines" as="xs:string*" select="
        ib:wrap('titlemain', (), ib:x(ib:title(.))),
        teiHeader/fileDesc/titleStmt/title[@type = 'sub'] ! ib:wrap('titlesub', (), ib:x(ib:plain(.))),
        ib:authors(.) ! ib:wrap('byline', (), ib:x(.))"/>
      <xsl:sequence select="ib:wrap('titleblock', (), $lines), ib:contents(.)"/>
    </xsl:if>
  </xsl:template>

  <!-- The contents follow the title, where there is more than one heading. -->
  <xsl:function name="ib:contents" as="xs:string?">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:sequence select="ib:call('contents', ib:label('contents', $edition))[count($edition/text//head[ib:is-outlined(.)]) gt 1]"/>
  </xsl:function>

  <!-- PDF/UA demands a title, so there is always one. -->
  <xsl:function name="ib:title" as="xs:string">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:variable name="titles" as="element(title)*" select="$edition/teiHeader/fileDesc/titleStmt/title"/>
    <xsl:sequence select="(($titles[@type = 'main'], $titles) ! ib:plain(.), ib:label('text', $edition))[.][1]"/>
  </xsl:function>

  <xsl:function name="ib:authors" as="xs:string*">
    <xsl:param name="edition" as="element(TEI)"/>
    <xsl:sequence select="$edition/teiHeader/fileDesc/titleStmt/author ! ib:plain(.)[.]"/>
  </xsl:function>
</xsl:stylesheet>
