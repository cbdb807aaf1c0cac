<?xml version="1.0" encoding="UTF-8"?>
<!-- Schematron (ISO/IEC 19757-3) to XSLT 3.0. The input is a schema in one piece, in which _i:at says where an element was written; the
     output is a stylesheet that reports on an instance in SVRL. First the abstract patterns and rules are expanded. Then every rule
     becomes a template. A pattern of one rule shares a mode with others, through which a node goes from template to template, so that an
     instance is not walked through for each; a pattern of several has its own. -->
<xsl:stylesheet version="3.0" exclude-result-prefixes="#all" expand-text="yes"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="http://www.w3.org/1999/XSL/TransformAlias"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:svrl="http://purl.oclc.org/dsdl/svrl"
  xmlns:f="urn:ibidem:schematron:functions" xmlns:_i="urn:ibidem:schematron">

  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <!-- The id of a phase, #DEFAULT, #ALL or #ANY; with #ANY the stylesheet says which phase is the one for an instance. -->
  <xsl:param name="phase" as="xs:string" select="'#DEFAULT'"/>

  <!-- How many rules a row has at most: its cost for a node grows with the square of those that match it. -->
  <xsl:variable name="row" as="xs:integer" select="32"/>

  <!-- All nodes, one after another: templates that went down from node to node would be as deep in calls as rules and elements together. -->
  <xsl:variable name="walk" as="xs:string" select="'descendant-or-self::node() ! (., @*)'"/>

  <!-- Of how many nodes faults are reported; one more, so that it is seen that there are more. -->
  <xsl:variable name="most" as="xs:integer" select="1001"/>

  <xsl:key name="abstract-pattern" match="sch:pattern[@abstract = 'true'] | sch:group[@abstract = 'true']" use="@id"/>
  <xsl:key name="abstract-rule" match="sch:rule[@abstract = 'true']" use="@id"/>
  <xsl:key name="explanation" match="sch:diagnostic | sch:property" use="@id"/>

  <xsl:template match="/" as="element()">
    <xsl:variable name="expanded" as="document-node()">
      <xsl:document>
        <xsl:apply-templates select="*" mode="expand"/>
      </xsl:document>
    </xsl:variable>
    <xsl:apply-templates select="$expanded/sch:schema" mode="stylesheet"/>
  </xsl:template>

  <!-- What a schema cannot have ends with its place, a bar, and the reason. -->
  <xsl:function name="f:refuse" as="empty-sequence()">
    <xsl:param name="where" as="element()"/>
    <xsl:param name="why" as="xs:string"/>
    <xsl:sequence select="error(xs:QName('f:schema'), 'at ' || $where/@_i:at || '|' || local-name($where) || ($where/(@id, @rule, @is-a, @pattern)[1] ! (' ' || .)) || ' ' || $why || '.|')"/>
  </xsl:function>

  <!-- ========== Expansion ========== -->

  <xsl:mode name="expand" on-no-match="shallow-copy"/>

  <xsl:template mode="expand" match="comment() | processing-instruction() | sch:pattern[@abstract = 'true'] | sch:group[@abstract = 'true'] | sch:rule[@abstract = 'true'] | sch:rules" as="empty-sequence()"/>

  <!-- A reference to a parameter is replaced as text, as ISO has it: the value may be any part of an expression. -->
  <xsl:template mode="expand" match="@*" as="attribute()">
    <xsl:param name="values" as="map(xs:string, xs:string)" tunnel="yes" select="map {}"/>
    <xsl:attribute name="{name()}" namespace="{namespace-uri()}" select="f:replace-names(., $values, '\$([\i-[:]][\c-[:]]*)')"/>
  </xsl:template>

  <xsl:template mode="expand" match="sch:pattern[@is-a] | sch:group[@is-a]" as="element()">
    <xsl:variable name="abstract" as="element()?" select="key('abstract-pattern', @is-a)[1]"/>
    <xsl:if test="not($abstract)"><xsl:sequence select="f:refuse(., 'is made from an abstract pattern that is not there')"/></xsl:if>
    <xsl:variable name="given" as="map(xs:string, xs:string)" select="map:merge(sch:param[@value] ! map {string(@name): string(@value)})"/>
    <xsl:variable name="preset" as="map(xs:string, xs:string)" select="map:merge($abstract/sch:param[@value] ! map {string(@name): string(@value)})"/>
    <xsl:copy>
      <xsl:copy-of select="$abstract/@* except $abstract/(@abstract, @id)"/>
      <xsl:copy-of select="@* except @is-a"/>
      <xsl:apply-templates select="$abstract/node()" mode="#current">
        <xsl:with-param name="values" tunnel="yes" select="map:merge(($given, $preset))"/>
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

  <xsl:template mode="expand" match="xsl:include | xsl:import | xsl:use-package" as="empty-sequence()">
    <xsl:sequence select="f:refuse(., 'refers to another file: put its content in its place')"/>
  </xsl:template>

  <xsl:template mode="expand" match="*[@documents][self::sch:pattern or self::sch:group]" priority="1" as="empty-sequence()">
    <xsl:sequence select="f:refuse(., 'is about other documents (@documents), which are not opened: check each of them by itself')"/>
  </xsl:template>

  <!-- ========== The stylesheet ========== -->

  <xsl:mode name="stylesheet" on-no-match="fail"/>

  <xsl:template mode="stylesheet" match="sch:schema" as="element()">
    <xsl:variable name="chosen" as="xs:string" select="if ($phase = '#DEFAULT') then (@defaultPhase/string(), '#ALL')[1] else $phase"/>
    <xsl:variable name="active" as="element(sch:phase)?" select="sch:phase[@id = $chosen]"/>
    <xsl:variable name="all" as="element()*" select="sch:pattern | sch:group"/>
    <xsl:if test="not($chosen = ('#ALL', '#ANY') or $active)"><xsl:sequence select="f:refuse(., 'has no phase ' || $chosen)"/></xsl:if>
    <xsl:sequence select="sch:phase/sch:active[not(@pattern = $all/@id)] ! f:refuse(., 'is a pattern that is not there')"/>
    <xsl:variable name="patterns" as="element()*" select="$all[$chosen = '#ALL' or @id = $active/sch:active/@pattern]"/>
    <xsl:variable name="rules" as="element(sch:rule)*" select="$patterns/sch:rule"/>
    <xsl:variable name="modes" as="xs:string*" select="$rules ! ('_i:' || (if (f:is-alone(.)) then 'row-' || position() idiv $row else f:scope(..)))"/>
    <out:stylesheet version="3.0" exclude-result-prefixes="#all">
      <xsl:namespace name="_i">urn:ibidem:schematron</xsl:namespace>
      <xsl:apply-templates select="sch:ns" mode="#current"/>
      <out:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>
      <xsl:apply-templates select="(., $active, $patterns)/(sch:let | sch:param[parent::sch:schema] | xsl:*)" mode="code"/>
      <xsl:choose>
        <xsl:when test="$chosen = '#ANY'">
          <out:template match="/" as="element()">
            <svrl:schematron-output phase="{{{string-join((sch:phase[@when] ! ('if (boolean(' || @when || ')) then ''' || @id || ''' else '), '''#ALL'''))}}}"/>
          </out:template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="report">
            <xsl:with-param name="active" select="$active"/>
            <xsl:with-param name="patterns" select="$patterns"/>
            <xsl:with-param name="modes" select="distinct-values($modes)"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:for-each select="distinct-values($modes)">
        <out:mode name="{.}" on-no-match="deep-skip"/>
        <!-- Without this the children of the document would be taken twice. -->
        <out:template match="/" mode="{.}" priority="0"/>
      </xsl:for-each>
      <xsl:for-each select="$rules">
        <xsl:variable name="at" as="xs:integer" select="position()"/>
        <xsl:apply-templates select="." mode="stylesheet">
          <xsl:with-param name="mode" select="$modes[$at]"/>
          <xsl:with-param name="priority" select="count($rules) - $at + 1"/>
        </xsl:apply-templates>
      </xsl:for-each>
      <xsl:processing-instruction name="_i"/>
    </out:stylesheet>
  </xsl:template>

  <xsl:template name="report" as="element()+">
    <xsl:context-item as="element(sch:schema)" use="required"/>
    <xsl:param name="active" as="element(sch:phase)?"/>
    <xsl:param name="patterns" as="element()*"/>
    <xsl:param name="modes" as="xs:string*"/>
    <xsl:apply-templates select="$active/@from" mode="stylesheet">
      <xsl:with-param name="modes" select="$modes"/>
    </xsl:apply-templates>
    <xsl:call-template name="places"/>
    <xsl:call-template name="failures"/>
    <out:template match="/" as="element()">
      <out:variable name="_i:found" as="element()*">
        <xsl:for-each select="if ($active/@from) then '_i:seek' else $modes">
          <out:apply-templates select="{if (. = '_i:seek') then '.' else $walk}" mode="{.}"/>
        </xsl:for-each>
      </out:variable>
      <out:variable name="_i:shown" as="element()*" select="subsequence($_i:found, 1, {$most})"/>
      <!-- One instruction for all patterns: one for each of them would take longer to compile than the rules of a document. -->
      <out:variable name="_i:patterns" as="element()*">
        <xsl:for-each select="$patterns">
          <pattern id="{f:scope(.)}">
            <svrl:active-pattern>
              <xsl:copy-of select="(@id, @role) ! f:attribute(.)"/>
              <xsl:if test="sch:title"><xsl:attribute name="name" select="f:literal(normalize-space(sch:title[1]))"/></xsl:if>
            </svrl:active-pattern>
          </pattern>
        </xsl:for-each>
      </out:variable>
      <svrl:schematron-output>
        <xsl:if test="sch:title"><xsl:attribute name="title" select="f:literal(normalize-space(sch:title[1]))"/></xsl:if>
        <xsl:if test="$active"><xsl:attribute name="phase" select="f:literal($active/@id)"/></xsl:if>
        <xsl:copy-of select="@schemaVersion ! f:attribute(.)"/>
        <xsl:for-each select="sch:ns">
          <svrl:ns-prefix-in-attribute-values prefix="{@prefix}" uri="{f:literal(@uri)}"/>
        </xsl:for-each>
        <out:for-each select="$_i:patterns">
          <out:apply-templates select="*, $_i:shown[@pattern = current()/@id]/*" mode="_i:place"/>
        </out:for-each>
      </svrl:schematron-output>
    </out:template>
  </xsl:template>

  <!-- To name the place of a node among thousands of siblings takes time: so it is done for those that are reported, by a key. -->
  <xsl:template name="places" as="element()+">
    <out:variable name="_i:document" as="node()" select="/"/>
    <out:key name="_i:node" match="/ | node() | @*" use="generate-id()"/>
    <out:mode name="_i:place" on-no-match="shallow-copy"/>
    <out:template match="Q{{http://purl.oclc.org/dsdl/svrl}}*/@location" mode="_i:place" as="attribute()">
      <out:attribute name="location" select="path(key('_i:node', ., $_i:document))"/>
    </out:template>
  </xsl:template>

  <xsl:template mode="stylesheet" match="sch:ns" as="namespace-node()">
    <xsl:namespace name="{@prefix}" select="@uri"/>
  </xsl:template>

  <xsl:template mode="stylesheet" match="sch:ns[@prefix = '']" as="attribute()">
    <xsl:attribute name="xpath-default-namespace" select="@uri"/>
  </xsl:template>

  <!-- The part of the instance that a phase is about (2025). -->
  <xsl:template mode="stylesheet" match="sch:phase/@from" as="element()+">
    <xsl:param name="modes" as="xs:string*"/>
    <out:mode name="_i:seek" on-no-match="shallow-skip"/>
    <out:template match="{.}" mode="_i:seek" as="element()*">
      <xsl:copy-of select="../@_i:at"/>
      <xsl:for-each select="$modes">
        <out:apply-templates select="{$walk}" mode="{.}"/>
      </xsl:for-each>
    </out:template>
  </xsl:template>

  <!-- Of the rules of a pattern the first that matches a node is the one: so it has the highest priority. A rule that is alone hands the
       node on to the next in its row, and its own number, lest a context of several alternatives take the node twice. Before each rule
       stands what it is about, so that it can be left out for a document that has nothing of it. -->
  <xsl:template mode="stylesheet" match="sch:rule" as="node()+">
    <xsl:param name="mode" as="xs:string"/>
    <xsl:param name="priority" as="xs:integer"/>
    <xsl:processing-instruction name="_i" select="f:elements(.)"/>
    <xsl:text>&#10;</xsl:text>
    <out:template match="{f:expression(@context, ..)}" mode="{$mode}" priority="{$priority}">
      <xsl:copy-of select="f:version(.), @_i:at"/>
      <out:param name="_i:fired" as="Q{{http://www.w3.org/2001/XMLSchema}}integer" select="0"/>
      <xsl:if test="sch:assert | sch:report">
        <out:if test="$_i:fired ne {$priority}">
          <out:variable name="_i:node" select="."/>
          <out:where-populated>
            <fired pattern="{f:scope(..)}">
              <xsl:choose>
                <xsl:when test="@visit-each">
                  <out:try>
                    <out:for-each select="{f:expression(@visit-each, ..)}">
                      <xsl:call-template name="firing"/>
                    </out:for-each>
                    <xsl:call-template name="failure"/>
                  </out:try>
                </xsl:when>
                <xsl:when test="sch:let | xsl:*">
                  <out:try>
                    <xsl:call-template name="firing"/>
                    <xsl:call-template name="failure"/>
                  </out:try>
                </xsl:when>
                <xsl:otherwise><xsl:call-template name="firing"/></xsl:otherwise>
              </xsl:choose>
            </fired>
          </out:where-populated>
        </out:if>
      </xsl:if>
      <xsl:if test="f:is-alone(.)">
        <out:next-match><out:with-param name="_i:fired" select="{$priority}"/></out:next-match>
      </xsl:if>
    </out:template>
  </xsl:template>

  <xsl:template name="firing" as="node()+">
    <xsl:context-item as="element(sch:rule)" use="required"/>
    <!-- A rule that found nothing leaves no trace, or the report would be longer than the file. -->
    <out:on-non-empty>
      <svrl:fired-rule>
        <xsl:copy-of select="(@id, @context, @role, @flag) ! f:attribute(.)"/>
      </svrl:fired-rule>
    </out:on-non-empty>
    <!-- A variable holds for the whole rule, wherever in it it stands. -->
    <xsl:apply-templates select="(sch:let | xsl:*), (sch:assert | sch:report)" mode="code">
      <xsl:with-param name="pattern" tunnel="yes" select=".."/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- ========== Instructions and messages ========== -->

  <xsl:mode name="code" on-no-match="fail"/>

  <xsl:template mode="code" match="sch:let | sch:param" as="node()+">
    <xsl:variable name="pattern" as="element()?" select="ancestor::sch:pattern | ancestor::sch:group"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:element name="xsl:{if (self::sch:param) then 'param' else 'variable'}">
      <!-- A type may be named by a prefix that the schema declares as XML does. -->
      <xsl:if test="@as"><xsl:copy-of select="namespace::*[name()][not(name() = ('_i', 'xsl'))]"/></xsl:if>
      <xsl:attribute name="name" select="substring(f:expression('$' || @name, $pattern), 2)"/>
      <xsl:copy-of select="f:version(.), @as, @_i:at"/>
      <xsl:if test="@value"><xsl:attribute name="select" select="f:expression(@value, $pattern)"/></xsl:if>
      <xsl:copy-of select="node()[not(../@value)]"/>
    </xsl:element>
  </xsl:template>

  <xsl:template mode="code" match="xsl:*" as="node()+">
    <xsl:text>&#10;</xsl:text>
    <xsl:copy-of select="."/>
  </xsl:template>

  <xsl:template mode="code" match="sch:assert | sch:report" as="node()+">
    <xsl:param name="pattern" as="element()" tunnel="yes"/>
    <xsl:variable name="test" as="xs:string" select="f:expression(@test, $pattern)"/>
    <xsl:variable name="subject" as="xs:string" select="f:expression((@subject, ../@subject, '.')[1], $pattern)"/>
    <xsl:text>&#10;</xsl:text>
    <out:try>
      <out:if test="{if (self::sch:assert) then 'not(' || $test || ')' else $test}">
        <xsl:copy-of select="@_i:at"/>
        <xsl:element name="svrl:{if (self::sch:assert) then 'failed-assert' else 'successful-report'}">
          <xsl:copy-of select="@id ! f:attribute(.)"/>
          <xsl:for-each select="for $name in ('role', 'flag', 'severity') return (@*, ../@*, $pattern/@*)[name() = $name][1]">
            <xsl:attribute name="{name()}" select="if (starts-with(., '$')) then '{' || f:expression(., $pattern) || '}' else f:literal(.)"/>
          </xsl:for-each>
          <xsl:attribute name="location">{{generate-id((({$subject})[. instance of node()], $_i:node)[1])}}</xsl:attribute>
          <xsl:copy-of select="f:attribute(@test)"/>
          <xsl:for-each select="tokenize(@diagnostics)">
            <xsl:call-template name="explanation-of">
              <xsl:with-param name="by" select="$pattern"/>
              <xsl:with-param name="kind" select="'diagnostic'"/>
            </xsl:call-template>
          </xsl:for-each>
          <xsl:for-each select="tokenize(@properties)">
            <xsl:call-template name="explanation-of">
              <xsl:with-param name="by" select="$pattern"/>
              <xsl:with-param name="kind" select="'property'"/>
            </xsl:call-template>
          </xsl:for-each>
          <svrl:text>
            <xsl:copy-of select="(@xml:lang, ../@xml:lang)[1], (@see, ../@see)[1] ! f:attribute(.), (@icon, ../@icon)[1] ! f:attribute(.), @fpi ! f:attribute(.)"/>
            <xsl:apply-templates select="node()" mode="message"/>
          </svrl:text>
        </xsl:element>
      </out:if>
      <xsl:call-template name="failure"/>
    </out:try>
  </xsl:template>

  <!-- A rule or a test that cannot be evaluated is said to have failed, and the others go on. -->
  <xsl:template name="failure" as="element()">
    <xsl:context-item as="element()" use="required"/>
    <xsl:variable name="said" as="xs:string*" select="(@test, @visit-each, sch:let[1]/@value, 'true()')[1], @_i:at, @context"/>
    <xsl:variable name="quoted" as="xs:string" select="string-join($said ! ('''' || replace(., '''', '''''') || ''''), ', ')"/>
    <out:catch select="_i:failure(({$quoted}), $_i:node, $Q{{http://www.w3.org/2005/xqt-errors}}description)"/>
  </xsl:template>

  <xsl:template name="failures" as="element()">
    <out:function name="_i:failure" as="element()+">
      <out:param name="said" as="Q{{http://www.w3.org/2001/XMLSchema}}string+"/>
      <out:param name="node" as="node()"/>
      <out:param name="why" as="Q{{http://www.w3.org/2001/XMLSchema}}string?"/>
      <out:for-each select="$said[3]"><svrl:fired-rule context="{{.}}"/></out:for-each>
      <svrl:failed-assert role="error" location="{{generate-id($node)}}" test="{{$said[1]}}">
        <svrl:text _i:at="{{$said[2]}}"><out:value-of select="$why"/></svrl:text>
      </svrl:failed-assert>
    </out:function>
  </xsl:template>

  <xsl:template name="explanation-of" as="element()?">
    <xsl:context-item as="xs:string" use="required"/>
    <xsl:param name="by" as="element()"/>
    <xsl:param name="kind" as="xs:string"/>
    <xsl:variable name="named" as="element()?" select="key('explanation', ., root($by))[local-name() = $kind][1]"/>
    <xsl:variable name="id" as="xs:string" select="."/>
    <xsl:for-each select="$named">
    <xsl:element name="svrl:{$kind}-reference">
      <xsl:attribute name="{$kind}" select="f:literal($id)"/>
      <xsl:copy-of select="(@role, @scheme)[$kind = 'property'] ! f:attribute(.)"/>
      <svrl:text>
        <xsl:copy-of select="@xml:lang, (@see, @icon, @fpi) ! f:attribute(.)"/>
        <xsl:apply-templates select="node()" mode="message"/>
      </svrl:text>
    </xsl:element>
    </xsl:for-each>
  </xsl:template>

  <!-- emph, span and dir say how words look, which a report leaves to its reader: their text is taken. -->
  <xsl:mode name="message" on-no-match="text-only-copy"/>

  <xsl:template mode="message" match="text()" as="element()">
    <out:text><xsl:value-of select="."/></out:text>
  </xsl:template>

  <xsl:template mode="message" match="sch:value-of" as="element()">
    <xsl:param name="pattern" as="element()" tunnel="yes"/>
    <out:value-of select="{f:expression(@select, $pattern)}">
      <xsl:copy-of select="@separator"/>
    </out:value-of>
  </xsl:template>

  <!-- Schemas write both path=".." and path="name(..)". -->
  <xsl:template mode="message" match="sch:name" as="element()">
    <xsl:param name="pattern" as="element()" tunnel="yes"/>
    <out:value-of select="({f:expression((@path, '.')[1], $pattern)}) ! (if (. instance of node()) then name() else .)"/>
  </xsl:template>

  <xsl:template mode="message" match="xsl:*" as="element()">
    <xsl:copy-of select="."/>
  </xsl:template>

  <!-- Instructions for repair (Schematron QuickFix) are for other programs. -->
  <xsl:template mode="message" match="Q{http://www.schematron-quickfix.com/validator/process}*" as="empty-sequence()"/>

  <!-- ========== Functions ========== -->

  <xsl:function name="f:binding" as="xs:string">
    <xsl:param name="schema" as="element(sch:schema)"/>
    <xsl:sequence select="lower-case(($schema/@queryBinding, 'xslt')[1])"/>
  </xsl:function>

  <!-- Whether no other rule can have taken a node before: in a group (2025) none does. -->
  <xsl:function name="f:is-alone" as="xs:boolean">
    <xsl:param name="rule" as="element(sch:rule)"/>
    <xsl:sequence select="exists($rule/parent::sch:group) or count($rule/../sch:rule) = 1"/>
  </xsl:function>

  <!-- Expressions written for XPath 1.0 take the first of several nodes where later versions report an error. -->
  <xsl:function name="f:version" as="attribute()?">
    <xsl:param name="part" as="element()"/>
    <xsl:if test="f:binding(root($part)/sch:schema) = ('xslt', 'xpath')"><xsl:attribute name="version">1.0</xsl:attribute></xsl:if>
  </xsl:function>

  <!-- The local names of the elements that a rule is about: the last step of each alternative of its context. None where that is not
       certain: a last step that is no plain name, parentheses and comments, what is written between words, templates that a schema
       applies by itself. Strings, addresses and conditions are taken out first, the inner conditions before the outer. -->
  <xsl:function name="f:elements" as="xs:string*">
    <xsl:param name="rule" as="element(sch:rule)"/>
    <xsl:variable name="bare" as="xs:string" select="f:without-conditions(replace($rule/@context, '&quot;[^&quot;]*&quot;|''[^'']*''|Q\{[^{}]*\}', ''))"/>
    <xsl:variable name="ways" as="xs:string*" select="tokenize($bare, '\|') ! normalize-space(replace(., '\s*(/|::)\s*', '$1'))"/>
    <xsl:variable name="names" as="xs:string*" select="$ways[matches(., $named)] ! replace(., $named, '$1')"/>
    <xsl:sequence select="$names[count($names) = count($ways)][not(contains($rule/@context, '(:') or root($rule)//xsl:apply-templates)]"/>
  </xsl:function>

  <xsl:variable name="named" as="xs:string" select="'^(?:[^\s()]*/)?(?:child::)?(?:[\i-[:]][\c-[:]]*:)?([\i-[:]][\c-[:]]*)$'"/>

  <xsl:function name="f:without-conditions" as="xs:string">
    <xsl:param name="path" as="xs:string"/>
    <xsl:variable name="shorter" as="xs:string" select="replace($path, '\[[^\[\]]*\]', ' ')"/>
    <xsl:sequence select="if ($shorter = $path) then $path else f:without-conditions($shorter)"/>
  </xsl:function>

  <xsl:function name="f:scope" as="xs:string">
    <xsl:param name="pattern" as="element()"/>
    <xsl:sequence select="'pattern-' || count($pattern/preceding-sibling::*) + 1"/>
  </xsl:function>

  <!-- An expression as the stylesheet needs it. Variables of a pattern are global there, so that they are computed once and that
       contexts may use them; their names are made distinct, because two patterns may use the same. -->
  <xsl:function name="f:expression" as="xs:string">
    <xsl:param name="expression" as="xs:string"/>
    <xsl:param name="pattern" as="element()?"/>
    <xsl:variable name="names" as="map(xs:string, xs:string)" select="map:merge($pattern/sch:let ! map {string(@name): '$' || f:scope($pattern) || '.' || @name})"/>
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
