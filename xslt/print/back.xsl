<?xml version="1.0" encoding="UTF-8"?>
<!-- What follows the text in print: emendations, sources, indexes, colophon. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:template name="back-matter" as="xs:string*">
    <xsl:variable name="emendations" as="element()*" select="ib:emended(.)"/>
    <xsl:if test="$emendations">
      <xsl:sequence select="ib:section(., if ($emendations/self::choice) then 'emendations' else 'apparatus'), '#emendations[', $emendations ! ib:emendation(.), ']'"/>
    </xsl:if>
    <xsl:if test="ib:works(.)">
      <xsl:sequence select="ib:section(., 'sources'), ib:works(.) ! ib:source(.)"/>
    </xsl:if>
    <xsl:for-each select="map{'name': 'persons', 'entries': ib:persons(.)}, map{'name': 'places', 'entries': ib:places(.)}, map{'name': 'organizations', 'entries': ib:organizations(.)}">
      <xsl:variable name="entries" as="element()*" select="?entries[ib:mentions(.)]"/>
      <xsl:if test="$entries">
        <xsl:sequence select="ib:section($entries[1], ?name), '#index-of(', $entries ! ('  ' || substring(ib:call('entry', (ib:name(.), string(@xml:id), ib:variants(.))), 2) || ','), ')'"/>
      </xsl:if>
    </xsl:for-each>
    <xsl:call-template name="colophon"/>
  </xsl:template>

  <xsl:function name="ib:section" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="ib:call('section', ib:label($key, $node))"/>
  </xsl:function>

  <!-- The forms of a name that an index must lead from: those that are not the established one. -->
  <xsl:function name="ib:variants" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="string-join(distinct-values(ib:names($entry)[@type = 'variant'] ! ib:plain(.)), ', ')"/>
  </xsl:function>

  <!-- One emendation: its page, the forms that are not read, the form that is, whose it is. -->
  <xsl:function name="ib:emendation" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="read" as="element()?" select="$element/(self::choice ! ib:chosen(.), self::app ! ib:lemma(.))"/>
    <xsl:variable name="others" as="element()*" select="$element/* except $read"/>
    <xsl:variable name="who" as="xs:string*" select="ib:responsible($read/@resp)[.], $read/@cert[not(. = 'high')] ! ib:label('confidence', $element, ib:label('cert-' || ., $element))"/>
    <xsl:sequence select="'#emendation(' || ib:string(ib:emendation-id($element)) || ')['
      || string-join($others ! (ib:x(ib:word-before($element)) || ib:call('sic', ib:transmitted(.)) || ib:x(ib:word-after($element)) || ib:witnesses(.)), ib:x('; '))
      || '][' || ib:x(ib:word-before($element) || ($read ! ib:transmitted(.)) || ib:word-after($element)) || ($read ! ib:witnesses(.)) || '][' || ib:x(string-join($who, '; ')) || ']'"/>
  </xsl:function>

  <xsl:function name="ib:witnesses" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="if ($reading/@wit) then ib:x(' ' || string-join(tokenize($reading/@wit) ! replace(., '^#', ''), ' ')) else ''"/>
  </xsl:function>

  <!-- A source: what it is, and each place with the notes that cite it. -->
  <xsl:function name="ib:source" as="xs:string">
    <xsl:param name="work" as="element()"/>
    <xsl:variable name="places" as="xs:string*">
      <xsl:for-each select="ib:cited-places($work)">
        <xsl:variable name="notes" as="xs:string*" select="distinct-values(?citations ! (ib:note-of(.) ! ib:label('note', ., @n), ib:locus(.))[1])"/>
        <xsl:sequence select="(?place[.], ib:label('no-place', $work))[1] || ': ' || string-join($notes, ', ')"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="full" as="xs:string" select="ib:work-text($work)"/>
    <xsl:variable name="label" as="xs:string" select="ib:work-label($work)"/>
    <xsl:sequence select="'#source(' || ib:string($label) || ', ' || ib:string(if ($full = $label) then '' else $full) || ', (' || string-join($places ! (ib:string(.) || ', ')) || '))'"/>
  </xsl:function>

  <xsl:template name="colophon" as="xs:string*">
    <xsl:variable name="file" as="element(fileDesc)?" select="teiHeader/fileDesc"/>
    <xsl:variable name="lines" as="xs:string*" select="
      $file/titleStmt/respStmt ! (string-join(resp ! ib:plain(.), ', ') || ': ' || ib:agent(.)),
      $file/editionStmt/edition ! ib:plain(.), string-join($file/publicationStmt/(publisher | date) ! ib:plain(.), ', '),
      $file/publicationStmt/availability/(p | licence) ! ib:plain(.), $file/sourceDesc/bibl[not(@type = 'transcription')] ! ib:plain(.)"/>
    <xsl:sequence select="ib:section(., 'about'), $lines[normalize-space()] ! ib:call('colophon-line', .)"/>
  </xsl:template>
</xsl:stylesheet>
