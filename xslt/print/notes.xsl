<?xml version="1.0" encoding="UTF-8"?>
<!-- Footnotes: the words of the note, and in the editors' voice what a short reference in it stands for. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:template match="note[ib:is-numbered(.)]" mode="phrase block" as="xs:string">
    <xsl:variable name="note" as="element(note)" select="."/>
    <xsl:variable name="id" as="xs:string" select="string((@xml:id, 'note-' || @n)[1])"/>
    <xsl:variable name="remarks" as="xs:string*" select="ib:editorial-notes(.) ! ib:call('voice', ib:label('editorial', .) || ': ' || ib:remark(., $note))"/>
    <xsl:sequence select="ib:wrap('fn', ($id, @n), (ib:phrases(.), $remarks))"/>
  </xsl:template>

  <!-- A remark on several notes is printed at the first; the others lead there. -->
  <xsl:function name="ib:remark" as="xs:string">
    <xsl:param name="remark" as="element(note)"/>
    <xsl:param name="note" as="element(note)"/>
    <xsl:variable name="first" as="element(note)?" select="(ib:targets($remark/@target) ! ib:note-of(.))[1]"/>
    <xsl:sequence select="if ($first is $note) then ib:plain($remark) else '→ ' || ib:label('note', $note, $first/@n)"/>
  </xsl:function>

  <xsl:template match="bibl[ib:is-short(.)]" mode="phrase" as="xs:string">
    <xsl:sequence select="string-join((ib:anchor(.), ib:phrases(.), (ib:expansion(.) ! ib:call('voice', .), ib:call('voice', ib:label('unresolved', .)))[1]))"/>
  </xsl:template>
</xsl:stylesheet>
