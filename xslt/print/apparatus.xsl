<?xml version="1.0" encoding="UTF-8"?>
<!-- After the text: where its reading departs from the source, what the editors remark, and who answers for the edition. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <!-- EMENDATIONS -->

  <xsl:template name="emendations" as="xs:string*">
    <xsl:variable name="emendations" as="element()*" select="ib:emended(.)"/>
    <xsl:if test="$emendations">
      <xsl:variable name="edition" as="element(TEI)" select="."/>
      <!-- Who emends is said once where it is always the same. -->
      <xsl:variable name="people" as="xs:string*" select="distinct-values($emendations ! ib:emender(.))"/>
      <xsl:variable name="is-one" as="xs:boolean" select="count($people) = 1"/>
      <xsl:sequence select="ib:call('section', ib:label(if ($emendations/self::choice) then 'emendations' else 'apparatus', .))"/>
      <xsl:sequence select="$people[$is-one][.] ! ib:call('lead', ib:label('responsibility', $edition) || ': ' || .)"/>
      <xsl:sequence select="teiHeader/fileDesc/sourceDesc//witness ! ib:call('witness', (string(@xml:id), ib:plain(.)))"/>
      <xsl:sequence select="'#emendations(' || ib:strings(('head-place', 'head-transmitted', 'head-read') ! ib:label(., $edition)) || ','"/>
      <xsl:sequence select="$emendations ! ib:emendation(., not($is-one)), ')'"/>
    </xsl:if>
  </xsl:template>

  <xsl:function name="ib:emender" as="xs:string">
    <xsl:param name="emendation" as="element()"/>
    <xsl:sequence select="ib:responsible(ib:read-part($emendation)/@resp)"/>
  </xsl:function>

  <!-- A row: the place, the forms that are not read, the form that is, whose it is and how sure. -->
  <xsl:function name="ib:emendation" as="xs:string">
    <xsl:param name="emendation" as="element()"/>
    <xsl:param name="names-emender" as="xs:boolean"/>
    <xsl:variable name="read" as="element()?" select="ib:read-part($emendation)"/>
    <xsl:variable name="forms" as="element()*" select="$emendation/(* | rdgGrp/*) except ($read, $emendation/(note | rdgGrp))"/>
    <xsl:variable name="before" as="xs:string" select="ib:call('context-of', ib:word-before($emendation))"/>
    <xsl:variable name="after" as="xs:string" select="ib:call('context-of', ib:word-after($emendation))"/>
    <xsl:variable name="old" as="xs:string*" select="$forms ! ($before || ib:call('sic', ib:transmitted(.)) || $after || ib:witnesses(.))"/>
    <xsl:variable name="new" as="xs:string*" select="$read ! ($before || ib:x(ib:transmitted(.)) || $after || ib:witnesses(.))"/>
    <xsl:variable name="remarks" as="xs:string*" select="
      ib:emender($emendation)[$names-emender][.],
      $read[@cert] ! ib:warning(.),
      $emendation/note ! ib:plain(.)"/>
    <xsl:sequence select="'  (' || ib:string(ib:emendation-id($emendation)) || ', ['
      || string-join($old, ib:x('; ')) || '], [' || string-join($new) || '], ' || ib:string(string-join($remarks, '; ')) || '),'"/>
  </xsl:function>

  <xsl:function name="ib:witnesses" as="xs:string">
    <xsl:param name="reading" as="element()"/>
    <xsl:sequence select="string-join($reading/@wit ! ib:call('sigla', string-join(tokenize(.) ! replace(., '^#', ''), ' ')))"/>
  </xsl:function>

  <!-- EDITORS' NOTES -->

  <!-- Those on a numbered note are printed with it; here are those on anything else. -->
  <xsl:template name="editorial-notes" as="xs:string*">
    <xsl:variable name="remarks" as="element(note)*" select="ib:other-remarks(.)"/>
    <xsl:if test="$remarks">
      <xsl:sequence select="ib:call('section', ib:label('editorials', .))"/>
      <xsl:for-each select="$remarks">
        <xsl:variable name="target" as="element()?" select="ib:targets(@target)[1]"/>
        <xsl:variable name="place" as="xs:string" select="if ($target/ancestor::text) then ib:locus($target) else string-join($target ! ib:name(.))"/>
        <xsl:sequence select="ib:call('lead', string-join(($place[.], ib:plain(.)), ': '))"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- COLOPHON -->

  <xsl:template name="colophon" as="xs:string*">
    <xsl:variable name="file" as="element(fileDesc)?" select="teiHeader/fileDesc"/>
    <xsl:sequence select="'#colophon[', ib:call('section', ib:label('about', .))"/>
    <xsl:sequence select="$file/titleStmt/(editor | principal | sponsor | funder) ! ib:call('colophon-line', ib:plain(.))"/>
    <xsl:sequence select="$file/titleStmt/respStmt ! ib:call('colophon-line', string-join((string-join(resp ! ib:plain(.), ', ')[.], ib:agent(.)), ': '))"/>
    <xsl:sequence select="$file/editionStmt/* ! ib:call('colophon-line', ib:plain(.))"/>
    <xsl:sequence select="string-join($file/publicationStmt/(publisher | distributor | authority | pubPlace | date) ! ib:plain(.)[.], ', ')[.] ! ib:call('colophon-line', .)"/>
    <xsl:sequence select="$file/publicationStmt/idno ! ib:linked(ib:plain(.), .)"/>
    <xsl:sequence select="$file/publicationStmt/availability/(p | licence | ab) ! ib:linked(ib:plain(.), string(@target))"/>
    <xsl:sequence select="$file/sourceDesc/(bibl | biblStruct | biblFull | p)[not(@type = 'transcription')] ! ib:call('colophon-line', ib:plain(.)), ']'"/>
  </xsl:template>

  <!-- A line with the address that it stands for. -->
  <xsl:function name="ib:linked" as="xs:string?">
    <xsl:param name="words" as="xs:string"/>
    <xsl:param name="address" as="xs:string"/>
    <xsl:sequence select="if (ib:is-web($address)) then ib:call('colophon-link', (($words, $address)[.][1], $address)) else $words[.] ! ib:call('colophon-line', .)"/>
  </xsl:function>
</xsl:stylesheet>
