<?xml version="1.0" encoding="UTF-8"?>
<!-- The chronology: events with their participants and evidence, and the dates that the text names. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0" expand-text="yes">

  <xsl:template name="chronology" as="element()*">
    <xsl:if test="ib:events(.)">
      <section>
        <h2>{ib:label('events', .)}</h2>
        <ol class="events" role="list">
          <xsl:apply-templates select="ib:events(.)[not(parent::event)]" mode="entry"><xsl:sort select="ib:date-key(.)"/></xsl:apply-templates>
        </ol>
      </section>
    </xsl:if>
    <xsl:variable name="dates" as="element(date)*" select="text//date[ib:is-read(.)][ib:date-key(.)]"/>
    <xsl:if test="$dates">
      <section>
        <h2>{ib:label('mentions', .)}</h2>
        <dl class="dates">
          <xsl:for-each-group select="$dates" group-by="ib:date-words(.)">
            <xsl:sort select="ib:date-key(.)"/>
            <div>
              <dt>{current-grouping-key()}</dt>
              <dd><xsl:for-each select="current-group()"><xsl:if test="position() gt 1"> · </xsl:if><a href="{ib:place-href(.)}">{ib:locus(.)}</a><xsl:text> </xsl:text><q>{ib:plain(.)}</q></xsl:for-each></dd>
            </div>
          </xsl:for-each-group>
        </dl>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="event" mode="entry" as="element()">
    <li class="entry">
      <xsl:if test="@xml:id"><xsl:attribute name="id" select="@xml:id"/></xsl:if>
      <p class="when">{(ib:date-words(.)[.], ib:label('undated', .))[1]}</p>
      <p class="what">{ib:name(.)}</p>
      <xsl:for-each select="(p, desc)[not(. is ../(label, head, eventName)[1])]"><p><xsl:apply-templates select="." mode="remark"/></p></xsl:for-each>
      <xsl:where-populated>
        <dl>
          <xsl:sequence select="ib:linked('where', ib:targets(@where), .), ib:linked('participants', ptr[@type = 'participants']/ib:targets(@target), .),
            ib:linked('documented-by', ptr[@type = 'documentedBy']/ib:targets(@target), .)"/>
        </dl>
      </xsl:where-populated>
      <xsl:for-each select="note"><div class="plain"><xsl:apply-templates select="." mode="remark"/></div></xsl:for-each>
      <xsl:if test="event | listEvent/event">
        <ol role="list"><xsl:apply-templates select="event | listEvent/event" mode="entry"><xsl:sort select="ib:date-key(.)"/></xsl:apply-templates></ol>
      </xsl:if>
    </li>
  </xsl:template>

  <xsl:function name="ib:linked" as="element()?">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="targets" as="element()*"/>
    <xsl:param name="node" as="node()"/>
    <xsl:if test="$targets">
      <div>
        <dt>{ib:label($key, $node)}</dt>
        <dd><xsl:for-each select="$targets"><xsl:if test="position() gt 1">, </xsl:if><a href="{(ib:href(.), '#')[1]}">{if (ancestor::text) then ib:locus(.) else ib:name(.)}</a></xsl:for-each></dd>
      </div>
    </xsl:if>
  </xsl:function>

  <!-- What a date sorts by: its first moment; years before our era first. -->
  <xsl:function name="ib:date-key" as="xs:string?">
    <xsl:param name="dated" as="element()"/>
    <xsl:variable name="value" as="xs:string?" select="$dated/(@when, @from, @notBefore, @to, @notAfter)[1] ! string(.)"/>
    <xsl:sequence select="$value[matches(., '^-?\d{4}')] ! (if (starts-with(., '-')) then '0' || translate(., '0123456789-', '9876543210-') else '1' || .)"/>
  </xsl:function>

  <!-- The value of a date in words of the interface. -->
  <xsl:function name="ib:date-words" as="xs:string">
    <xsl:param name="dated" as="element()"/>
    <xsl:variable name="from" as="xs:string?" select="$dated/@from ! ib:day(., $dated)"/>
    <xsl:variable name="to" as="xs:string?" select="$dated/@to ! ib:day(., $dated)"/>
    <xsl:variable name="words" as="xs:string*" select="
      if ($dated/@when) then ib:day($dated/@when, $dated)
      else if ($from and $to) then $from || ' – ' || $to
      else if ($from) then ib:label('from-date', $dated, $from)
      else if ($to) then ib:label('to-date', $dated, $to)
      else ($dated/@notBefore ! ib:label('not-before', $dated, ib:day(., $dated)), $dated/@notAfter ! ib:label('not-after', $dated, ib:day(., $dated)))"/>
    <xsl:sequence select="string-join($words, ', ')"/>
  </xsl:function>

  <!-- An ISO day, month or year in words. -->
  <xsl:function name="ib:day" as="xs:string">
    <xsl:param name="value" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="parts" as="element()*" select="analyze-string($value, '^(-?)(\d{4,})(-(\d\d))?(-(\d\d))?')/*:match/*:group[not(ancestor::*:group)] | analyze-string($value, '^(-?)(\d{4,})(-(\d\d))?(-(\d\d))?')//*:group"/>
    <xsl:variable name="year" as="xs:integer?" select="$parts[@nr = '2'][1] ! xs:integer(.)"/>
    <xsl:variable name="month" as="xs:integer?" select="$parts[@nr = '4'][1] ! xs:integer(.)"/>
    <xsl:variable name="day" as="xs:integer?" select="$parts[@nr = '6'][1] ! xs:integer(.)"/>
    <xsl:variable name="ui" as="xs:string" select="ib:ui($node)"/>
    <xsl:variable name="names" as="array(xs:string)?" select="($ib:months($ui || '-alone')[not($day)], $ib:months($ui))[1]"/>
    <xsl:variable name="words" as="xs:string" select="
      if (empty($year)) then $value
      else if ($ui = 'zh') then string-join(($year || '年', $month ! (. || '月'), $day ! (. || '日')))
      else string-join(($day ! (if ($ui = 'de') then . || '.' else string(.)), $month[. = 1 to 12] ! $names(.), string($year)), ' ')"/>
    <xsl:sequence select="if (starts-with($value, '-') and exists($year)) then ib:label('bce', $node, $words) else $words"/>
  </xsl:function>
</xsl:stylesheet>
