<?xml version="1.0" encoding="UTF-8"?>
<!--
  A text of an edition as Typst source, for a PDF with footnotes at the foot of the page.
    print/text.xsl       the text: blocks and phrases
    print/notes.xsl      footnotes, citations, what a short reference stands for
    print/back.xsl       emendations, sources, indexes, colophon
    print/template.typ   the book design, copied beside the source
  Words of the text are #t("…"), in their order; a footnote is #fn("id", "number")[…] at its call; a replaced form is #sic("…").
-->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:import href="lib/citation.xsl"/>
  <xsl:import href="lib/typst.xsl"/>
  <xsl:include href="print/text.xsl"/>
  <xsl:include href="print/notes.xsl"/>
  <xsl:include href="print/back.xsl"/>

  <!-- The TEI file to attach, beside the Typst source; none where it is empty. -->
  <xsl:param name="source-name" as="xs:string" select="''"/>
  <xsl:param name="line-numbers" as="xs:boolean" select="false()"/>
  <xsl:param name="paper" as="xs:string" select="'a5'"/>
  <!-- The pictures that lie beside the source, each as its @url, a tab and its path. -->
  <xsl:param name="pictures" as="xs:string*"/>
  <!-- Font families to try before those of the template. -->
  <xsl:param name="fonts" as="xs:string*"/>

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:mode on-no-match="fail"/>

  <xsl:template match="/" as="text()*">
    <xsl:apply-templates select="(TEI, teiCorpus/TEI)[1]"/>
  </xsl:template>

  <xsl:template match="TEI" as="text()*">
    <xsl:variable name="titles" as="element(title)*" select="teiHeader/fileDesc/titleStmt/title"/>
    <xsl:variable name="main" as="xs:string" select="ib:plain(($titles[@type = 'main'], $titles)[1])"/>
    <xsl:variable name="authors" as="xs:string*" select="teiHeader/fileDesc/titleStmt/author ! ib:plain(.)"/>
    <xsl:value-of separator="&#10;">
      <xsl:sequence select="'#import &quot;template.typ&quot;: *'"/>
      <xsl:sequence select="'#show: edition.with(', '  title: ' || ib:string($main) || ',',
        '  authors: (' || string-join($authors ! (ib:string(.) || ', ')) || '),',
        '  keywords: (' || string-join(teiHeader/profileDesc/textClass/keywords//term ! (ib:string(ib:plain(.)) || ', ')) || '),',
        '  lang: ' || ib:string(ib:typst-language(ib:language(.))) || ',',
        '  date: ' || ib:typst-date((teiHeader/fileDesc/publicationStmt//date/@when)[1]) || ',',
        '  paper: ' || ib:string($paper) || ',',
        '  fonts: (' || string-join($fonts ! (ib:string(.) || ', ')) || '),',
        '  line-numbers: ' || $line-numbers || ',',
        ')'"/>
      <xsl:if test="$source-name">
        <xsl:sequence select="'#attach-source(' || ib:string($source-name) || ')'"/>
      </xsl:if>
      <xsl:if test="not(text//titlePage)">
        <xsl:sequence select="'#titleblock[' || ib:wrap('titlemain', (), ib:x($main))
          || string-join($authors ! ib:wrap('byline', (), ib:x(.))) || ']'"/>
      </xsl:if>
      <xsl:if test="count(text//div[head][not(ancestor::floatingText)]) gt 1">
        <xsl:sequence select="ib:call('contents', ib:label('contents', .))"/>
      </xsl:if>
      <xsl:apply-templates select="text" mode="block"/>
      <xsl:call-template name="back-matter"/>
    </xsl:value-of>
  </xsl:template>

  <!-- A full date as Typst's datetime; anything less is none. -->
  <xsl:function name="ib:typst-date" as="xs:string">
    <xsl:param name="when" as="xs:string?"/>
    <xsl:sequence select="if ($when castable as xs:date)
      then 'datetime(year: ' || year-from-date(xs:date($when)) || ', month: ' || month-from-date(xs:date($when)) || ', day: ' || day-from-date(xs:date($when)) || ')'
      else 'none'"/>
  </xsl:function>
</xsl:stylesheet>
