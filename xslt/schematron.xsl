<?xml version="1.0" encoding="UTF-8"?>
<!-- Schematron (ISO/IEC 19757-3) to XSLT 3.0. The input is a schema in one piece; the output is a stylesheet that reports on an instance
     in SVRL. First the abstract patterns and rules are expanded; then every pattern becomes a mode, every rule a template of it. -->
<xsl:stylesheet version="3.0" exclude-result-prefixes="#all" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="http://www.w3.org/1999/XSL/TransformAlias"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  xmlns:f="urn:ibidem:schematron">

  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <!-- The id of a phase, #DEFAULT or #ALL. -->
  <xsl:param name="phase" as="xs:string" select="'#DEFAULT'"/>

  <xsl:key name="abstract-pattern" match="sch:pattern[@abstract = 'true']" use="@id"/>
  <xsl:key name="abstract-rule" match="sch:rule[@abstract = 'true']" use="@id"/>
  <xsl:key name="explanation" match="sch:diagnostic | sch:property" use="@id"/>

  <xsl:template match="/" as="element()">
    <xsl:variable name="expanded" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="*" mode="expand"/>
      </xsl:document>
    </xsl:variable>
    <xsl:sequence select="
        if (not($expanded/sch:schema)) then f:refuse(*, 'is not a Schematron schema')
        else if (not(f:binding($expanded/*) = ('xslt', 'xslt2', 'xslt3', 'xpath', 'xpath2', 'xpath3', 'xpath31')))
        then f:refuse(*, 'asks for the query binding ' || $expanded/*/@queryBinding || '; known are xslt, xslt2 and xslt3')
        else ()"/>
    <xsl:apply-templates select="$expanded/sch:schema" mode="stylesheet"/>
  </xsl:template>

  <xsl:function name="f:refuse" as="empty-sequence()">
    <xsl:param name="where" as="element()"/>
    <xsl:param name="why" as="xs:string"/>
    <xsl:sequence select="error(xs:QName('f:schema'), name($where) || ($where/(@id, @rule, @is-a, @href)[1] ! (' ' || .)) || ' ' || $why || '.')"/>
  </xsl:function>

  <!-- ========== Expansion ========== -->

  <xsl:mode name="expand" on-no-match="shallow-copy"/>

  <xsl:template mode="expand" match="comment() | processing-instruction() | sch:pattern[@abstract = 'true'] | sch:rule[@abstract = 'true']" as="empty-sequence()"/>

  <!-- A reference to a parameter is replaced as text, as ISO has it: the value may be any part of an expression. -->
  <xsl:template mode="expand" match="@*" as="attribute()">
    <xsl:param name="values" as="map(xs:string, xs:string)" tunnel="yes" select="map {}"/>
    <xsl:attribute name="{name()}" namespace="{namespace-uri()}" select="f:replace-names(., $values, '\$([\i-[:]][\c-[:]]*)')"/>
  </xsl:template>

  <xsl:template mode="expand" match="sch:pattern[@is-a]" as="element()">
    <xsl:variable name="values" as="map(xs:string, xs:string)" select="map:merge(sch:param ! map {string(@name): string(@value)})"/>
    <xsl:variable name="abstract" as="element(sch:pattern)?" select="key('abstract-pattern', @is-a)[1]"/>
    <xsl:if test="not($abstract)"><xsl:sequence select="f:refuse(., 'is made from an abstract pattern that is not there')"/></xsl:if>
    <xsl:copy>
      <xsl:copy-of select="@* except @is-a"/>
      <xsl:apply-templates select="$abstract/node()" mode="#current">
        <xsl:with-param name="values" tunnel="yes" select="$values"/>
      </xsl:apply-templates>
    </xsl:copy>
  </xsl:template>

  <xsl:template mode="expand" match="sch:extends[@rule]" as="node()*">
    <xsl:param name="extended" as="xs:string*" tunnel="yes"/>
    <!-- The nearest one: two patterns may have abstract rules of one name. -->
    <xsl:variable name="rule" as="element(sch:rule)?" select="(key('abstract-rule', @rule, ancestor::sch:pattern), key('abstract-rule', @rule))[1]"/>
    <xsl:if test="not($rule)"><xsl:sequence select="f:refuse(., 'extends an abstract rule that is not there')"/></xsl:if>
    <xsl:if test="@rule = $extended"><xsl:sequence select="f:refuse(., 'extends itself')"/></xsl:if>
    <xsl:apply-templates select="$rule/node()" mode="#current">
      <xsl:with-param name="extended" tunnel="yes" select="$extended, string(@rule)"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template mode="expand" match="sch:include | sch:extends[@href] | xsl:include | xsl:import | xsl:use-package" as="empty-sequence()">
    <xsl:sequence select="f:refuse(., 'refers to another file: put its content in its place')"/>
  </xsl:template>

  <xsl:template mode="expand" match="sch:pattern[@documents]" as="empty-sequence()">
    <xsl:sequence select="f:refuse(., 'is about other documents (@documents), which is not supported')"/>
  </xsl:template>

  <!-- ========== The stylesheet ========== -->

  <xsl:mode name="stylesheet" on-no-match="fail"/>

  <xsl:template mode="stylesheet" match="sch:schema" as="element()">
    <xsl:variable name="chosen" as="xs:string" select="if ($phase = '#DEFAULT') then (@defaultPhase/string(), '#ALL')[1] else $phase"/>
    <xsl:variable name="active-phase" as="element(sch:phase)?" select="sch:phase[@id = $chosen]"/>
    <xsl:if test="$chosen != '#ALL' and not($active-phase)"><xsl:sequence select="f:refuse(., 'has no phase ' || $chosen)"/></xsl:if>
    <xsl:variable name="patterns" as="element(sch:pattern)*" select="sch:pattern[$chosen = '#ALL' or @id = $active-phase/sch:active/@pattern]"/>
    <!-- Expressions written for XPath 1.0 take the first of several nodes where later versions report an error. -->
    <out:stylesheet version="{if (f:binding(.) = ('xslt', 'xpath')) then '1.0' else '3.0'}" exclude-result-prefixes="#all">
      <xsl:apply-templates select="sch:ns" mode="#current"/>
      <out:output method="xml" encoding="UTF-8"/>
      <xsl:apply-templates select="(., $active-phase, $patterns)/(sch:let | xsl:*)" mode="code"/>
      <out:template match="/" as="element()">
        <svrl:schematron-output>
          <xsl:if test="sch:title"><xsl:attribute name="title" select="f:literal(normalize-space(sch:title))"/></xsl:if>
          <xsl:if test="$active-phase"><xsl:attribute name="phase" select="f:literal($chosen)"/></xsl:if>
          <xsl:copy-of select="@schemaVersion ! f:attribute(.)"/>
          <xsl:for-each select="sch:ns">
            <svrl:ns-prefix-in-attribute-values prefix="{@prefix}" uri="{f:literal(@uri)}"/>
          </xsl:for-each>
          <xsl:for-each select="$patterns">
            <svrl:active-pattern>
              <xsl:copy-of select="(@id, @role) ! f:attribute(.)"/>
            </svrl:active-pattern>
            <out:apply-templates select="." mode="{f:mode(.)}"/>
          </xsl:for-each>
        </svrl:schematron-output>
      </out:template>
      <xsl:apply-templates select="$patterns" mode="#current"/>
    </out:stylesheet>
  </xsl:template>

  <xsl:template mode="stylesheet" match="sch:ns" as="namespace-node()">
    <xsl:namespace name="{@prefix}" select="@uri"/>
  </xsl:template>

  <xsl:template mode="stylesheet" match="sch:ns[@prefix = '']" as="attribute()">
    <xsl:attribute name="xpath-default-namespace" select="@uri"/>
  </xsl:template>

  <xsl:template mode="stylesheet" match="sch:pattern" as="element()+">
    <out:mode name="{f:mode(.)}" on-no-match="shallow-skip"/>
    <xsl:apply-templates select="sch:rule" mode="#current"/>
  </xsl:template>

  <!-- Of the rules of a pattern the first that matches a node is the one: so it has the highest priority. -->
  <xsl:template mode="stylesheet" match="sch:rule" as="element()">
    <out:template match="{f:expression(@context, ..)}" mode="{f:mode(..)}" priority="{count(following-sibling::sch:rule) + 1}">
      <!-- The loop is a scope for on-non-empty: a rule that found nothing leaves no trace, or the report would be longer than the file. -->
      <out:for-each select=".">
        <out:on-non-empty>
          <svrl:fired-rule>
            <xsl:copy-of select="(@id, @context, @role, @flag) ! f:attribute(.)"/>
          </svrl:fired-rule>
        </out:on-non-empty>
        <xsl:apply-templates select="sch:let | sch:assert | sch:report | xsl:*" mode="code">
          <xsl:with-param name="pattern" tunnel="yes" select=".."/>
        </xsl:apply-templates>
      </out:for-each>
      <out:apply-templates select="@* | node()" mode="#current"/>
    </out:template>
  </xsl:template>

  <!-- ========== Instructions and messages ========== -->

  <xsl:mode name="code" on-no-match="fail"/>

  <xsl:template mode="code" match="sch:let" as="element()">
    <xsl:variable name="pattern" as="element(sch:pattern)?" select="ancestor::sch:pattern"/>
    <out:variable name="{substring(f:expression('$' || @name, $pattern), 2)}">
      <xsl:copy-of select="@as"/>
      <xsl:if test="@value"><xsl:attribute name="select" select="f:expression(@value, $pattern)"/></xsl:if>
      <xsl:copy-of select="node()[not(../@value)]"/>
    </out:variable>
  </xsl:template>

  <xsl:template mode="code" match="xsl:*" as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template mode="code" match="sch:assert | sch:report" as="element()">
    <xsl:param name="pattern" as="element(sch:pattern)" tunnel="yes"/>
    <xsl:variable name="test" as="xs:string" select="f:expression(@test, $pattern)"/>
    <xsl:variable name="subject" as="xs:string" select="f:expression((@subject, ../@subject, '.')[1], $pattern)"/>
    <out:if test="{if (self::sch:assert) then 'not(' || $test || ')' else $test}">
      <xsl:element name="svrl:{if (self::sch:assert) then 'failed-assert' else 'successful-report'}">
        <xsl:copy-of select="(@id, (@role, ../@role)[1], (@flag, ../@flag)[1], @severity, @see, @test) ! f:attribute(.)"/>
        <xsl:attribute name="location">{{path((({$subject}), .)[1])}}</xsl:attribute>
        <xsl:for-each select="tokenize(@diagnostics)">
          <xsl:call-template name="explanation-of"><xsl:with-param name="root" select="root($pattern)"/><xsl:with-param name="kind" select="'diagnostic'"/></xsl:call-template>
        </xsl:for-each>
        <xsl:for-each select="tokenize(@properties)">
          <xsl:call-template name="explanation-of"><xsl:with-param name="root" select="root($pattern)"/><xsl:with-param name="kind" select="'property'"/></xsl:call-template>
        </xsl:for-each>
        <svrl:text>
          <xsl:apply-templates select="node()" mode="message"/>
        </svrl:text>
      </xsl:element>
    </out:if>
  </xsl:template>

  <xsl:template name="explanation-of" as="element()">
    <xsl:context-item as="xs:string" use="required"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:element name="svrl:{$kind}-reference">
      <xsl:attribute name="{$kind}" select="f:literal(.)"/>
      <svrl:text>
        <xsl:apply-templates select="key('explanation', ., $root)/node()" mode="message"/>
      </svrl:text>
    </xsl:element>
  </xsl:template>

  <!-- emph, span and dir say how words look, which a report leaves to its reader: their text is taken. -->
  <xsl:mode name="message" on-no-match="text-only-copy"/>

  <xsl:template mode="message" match="text()" as="element()">
    <out:text><xsl:value-of select="."/></out:text>
  </xsl:template>

  <xsl:template mode="message" match="sch:value-of" as="element()">
    <xsl:param name="pattern" as="element(sch:pattern)" tunnel="yes"/>
    <out:value-of select="{f:expression(@select, $pattern)}"/>
  </xsl:template>

  <!-- Schemas write both path=".." and path="name(..)". -->
  <xsl:template mode="message" match="sch:name" as="element()">
    <xsl:param name="pattern" as="element(sch:pattern)" tunnel="yes"/>
    <out:value-of select="({f:expression((@path, '.')[1], $pattern)}) ! (if (. instance of node()) then name() else .)"/>
  </xsl:template>

  <xsl:template mode="message" match="xsl:*" as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- ========== Functions ========== -->

  <xsl:function name="f:binding" as="xs:string">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:sequence select="lower-case(($schema/@queryBinding, 'xslt')[1])"/>
  </xsl:function>

  <xsl:function name="f:mode" as="xs:string">
    <xsl:param name="pattern" as="element(sch:pattern)"/>
    <xsl:sequence select="'pattern-' || count($pattern/preceding-sibling::sch:pattern) + 1"/>
  </xsl:function>

  <!-- An expression as the stylesheet needs it. Variables of a pattern are global there, so that they are computed once and that
       contexts may use them; their names are made distinct, because two patterns may use the same. -->
  <xsl:function name="f:expression" as="xs:string">
    <xsl:param name="expression" as="xs:string"/>
    <xsl:param name="pattern" as="element(sch:pattern)?"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)" select="map:merge($pattern/sch:let ! map {string(@name): '$' || f:mode($pattern) || '.' || @name})"/>
    <xsl:sequence select="f:replace-names($expression, $names, '&quot;[^&quot;]*&quot;|''[^'']*''|\$([\i-[:]][\c-[:]]*)')"/>
  </xsl:function>

  <xsl:function name="f:replace-names" as="xs:string">
    <xsl:param name="expression" as="xs:string"/>
    <xsl:param name="values" as="map(xs:string, xs:string)"/>
    <xsl:param name="tokens" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string*">
      <xsl:analyze-string select="$expression" regex="{$tokens}">
        <xsl:matching-substring>
          <xsl:sequence select="($values(regex-group(1)), .)[1]"/>
        </xsl:matching-substring>
        <xsl:non-matching-substring>
          <xsl:sequence select="."/>
        </xsl:non-matching-substring>
      </xsl:analyze-string>
    </xsl:variable>
    <xsl:sequence select="string-join($parts)"/>
  </xsl:function>

  <!-- Braces in what is copied into the report would be read as expressions. -->
  <xsl:function name="f:literal" as="xs:string">
    <xsl:param name="text" as="xs:string"/>
    <xsl:sequence select="replace($text, '[{}]', '$0$0')"/>
  </xsl:function>

  <xsl:function name="f:attribute" as="attribute()">
    <xsl:param name="attribute" as="attribute()"/>
    <xsl:attribute name="{local-name($attribute)}" select="f:literal($attribute)"/>
  </xsl:function>
</xsl:stylesheet>
