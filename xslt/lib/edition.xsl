<?xml version="1.0" encoding="UTF-8"?>
<!-- An edition as functions: pointers, the reading text, notes, entries and their mentions, dates. No output format is known here. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:ib="urn:ibidem" exclude-result-prefixes="#all" xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:import href="labels.xsl"/>

  <xsl:key name="ib:id" match="*[@xml:id]" use="@xml:id"/>
  <xsl:key name="ib:mention" match="text//*[@ref]" use="ib:fragments(@ref)"/>
  <xsl:key name="ib:note" match="text//note[ib:is-numbered(.)]" use="'all'"/>
  <xsl:key name="ib:editorial" match="standOff//note[@type = 'editorial']" use="ib:fragments(@target)"/>

  <!-- Elements whose border separates words even where no white space is typed. -->
  <xsl:variable name="ib:blocks" as="xs:string+" select="tokenize('
    text front body back group floatingText div div1 div2 div3 div4 div5 div6 div7 titlePage docTitle titlePart byline docAuthor docDate
    docEdition docImprint imprimatur argument epigraph head p ab list item table row cell lg l sp speaker stage opener closer dateline
    salute signed postscript trailer figure figDesc cit listBibl lb pb cb')"/>

  <!-- POINTERS -->

  <!-- The ids that the local pointers among an attribute's tokens name. -->
  <xsl:function name="ib:fragments" as="xs:string*">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="tokenize($pointers)[starts-with(., '#')] ! substring(., 2)"/>
  </xsl:function>

  <!-- The element that a local pointer names, if it is there. -->
  <xsl:function name="ib:target" as="element()?">
    <xsl:param name="pointer" as="xs:string?"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="if (starts-with($pointer, '#')) then key('ib:id', substring($pointer, 2), root($node))[1] else ()"/>
  </xsl:function>

  <xsl:function name="ib:targets" as="element()*">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="tokenize($pointers) ! ib:target(., $pointers)"/>
  </xsl:function>

  <!-- The person or program that an attribute such as @resp names, in words. -->
  <xsl:function name="ib:responsible" as="xs:string">
    <xsl:param name="pointers" as="attribute()?"/>
    <xsl:sequence select="string-join(tokenize($pointers) ! (ib:target(., $pointers) ! ib:agent(.), replace(., '^#', ''))[1], ', ')"/>
  </xsl:function>

  <xsl:function name="ib:agent" as="xs:string">
    <xsl:param name="agent" as="element()"/>
    <xsl:variable name="names" as="element()*" select="if ($agent/self::respStmt) then $agent/* except $agent/(resp | note) else ()"/>
    <xsl:sequence select="if ($names) then string-join($names ! ib:plain(.), ', ')
      else if ($agent/self::application) then ($agent/label ! ib:plain(.), string($agent/@ident))[1] else ib:name($agent)"/>
  </xsl:function>

  <!-- THE READING TEXT -->

  <!-- The half of a choice that is read. -->
  <xsl:function name="ib:chosen" as="element()?">
    <xsl:param name="choice" as="element(choice)"/>
    <xsl:sequence select="($choice/(corr | reg | expan), $choice/*)[1]"/>
  </xsl:function>

  <!-- The lemma of an apparatus entry; without one its first reading stands for it. -->
  <xsl:function name="ib:lemma" as="element()?">
    <xsl:param name="app" as="element(app)"/>
    <xsl:sequence select="($app/lem, $app/rdg)[1]"/>
  </xsl:function>

  <!-- Whether a node belongs to the reading text: no half of a choice and no reading above it is passed over. -->
  <xsl:function name="ib:is-read" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="every $part in $node/ancestor-or-self::*[parent::choice or parent::app]
      satisfies $part is $part/parent::*/(self::choice ! ib:chosen(.), self::app ! ib:lemma(.))"/>
  </xsl:function>

  <xsl:mode name="ib:plain" on-no-match="text-only-copy" visibility="private"/>

  <xsl:template match="choice" mode="ib:plain" as="text()*">
    <xsl:apply-templates select="ib:chosen(.)" mode="#current"/>
  </xsl:template>

  <xsl:template match="app" mode="ib:plain" as="text()*">
    <xsl:apply-templates select="ib:lemma(.)" mode="#current"/>
  </xsl:template>

  <xsl:template match="note[ib:is-numbered(.)] | index" mode="ib:plain" as="text()*"/>

  <xsl:template match="*[local-name() = $ib:blocks][not(@break = 'no')]" mode="ib:plain" as="text()*">
    <xsl:text> </xsl:text>
    <xsl:apply-templates mode="#current"/>
    <xsl:text> </xsl:text>
  </xsl:template>

  <!-- The reading text of a node without the numbered notes inside it, white space normalized. -->
  <xsl:function name="ib:plain" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="text" as="text()*">
      <xsl:choose>
        <xsl:when test="$node/self::note"><xsl:apply-templates select="$node/node()" mode="ib:plain"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="$node" mode="ib:plain"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($text))"/>
  </xsl:function>

  <!-- NOTES AND PARAGRAPHS -->

  <!-- Whether a note is called in the text and stands elsewhere: it has a number, or its place is the foot or the end. -->
  <xsl:function name="ib:is-numbered" as="xs:boolean">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="(exists($note/@n) and not($note/@place = 'inline')) or $note/@place = ('foot', 'end', 'bottom')"/>
  </xsl:function>

  <!-- The numbered notes that are read, in order: a note in a reading that is passed over has no call. -->
  <xsl:function name="ib:notes" as="element(note)*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="key('ib:note', 'all', root($node))[ib:is-read(.)]"/>
  </xsl:function>

  <!-- The number of a note: the one it has, else its position. -->
  <xsl:function name="ib:note-number" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="string(($note/@n, ib:note-position($note))[1])"/>
  </xsl:function>

  <xsl:function name="ib:note-position" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:number select="$note" level="any" count="text//note[ib:is-numbered(.)]" format="1"/>
  </xsl:function>

  <!-- The id of a note: the one it has, else one made from its position. -->
  <xsl:function name="ib:note-id" as="xs:string">
    <xsl:param name="note" as="element(note)"/>
    <xsl:sequence select="string(($note/@xml:id, 'note-' || ib:note-position($note))[1])"/>
  </xsl:function>

  <!-- The numbered note that a node is or stands in. -->
  <xsl:function name="ib:note-of" as="element(note)?">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="$node/ancestor-or-self::note[ib:is-numbered(.)][1]"/>
  </xsl:function>

  <!-- The remarks of the editors on a note (or on a citation in it) or on another element. -->
  <xsl:function name="ib:editorial-notes" as="element(note)*">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="key('ib:editorial', $element/descendant-or-self::*/@xml:id, root($element))"/>
  </xsl:function>

  <!-- The number of the paragraph that a node is in or comes after; 0 before the first. Paragraphs of notes are not counted. -->
  <xsl:function name="ib:paragraph-number" as="xs:integer">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="number" as="xs:string">
      <xsl:number select="$node" level="any" count="p[ancestor::text][not(ancestor::note)]" format="1"/>
    </xsl:variable>
    <xsl:sequence select="if ($number castable as xs:integer) then xs:integer($number) else 0"/>
  </xsl:function>

  <!-- Where a node stands, in words: a note, a paragraph, the title, a heading. -->
  <xsl:function name="ib:locus" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="note" as="element(note)?" select="ib:note-of($node)"/>
    <xsl:variable name="number" as="xs:integer" select="ib:paragraph-number($node)"/>
    <xsl:sequence select="
      if ($note) then ib:label('note', $node, ib:note-number($note))
      else if ($node/ancestor-or-self::p) then ib:label('paragraph', $node, string($number))
      else if ($node/ancestor-or-self::titlePage) then ib:label('title-page', $node)
      else if ($node/ancestor-or-self::head) then ib:label('heading', $node)
      else if ($number = 0) then ib:label('opening', $node)
      else ib:label('after-paragraph', $node, string($number))"/>
  </xsl:function>

  <!-- EMENDATIONS -->

  <!-- The places where the reading text departs from the source, or where witnesses differ. -->
  <xsl:function name="ib:emended" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="root($node)//text//(choice[*[2]] | app)"/>
  </xsl:function>

  <!-- The id of an emendation: its own, or one by its position. One inside a form that is not read has the id of the emendation around it. -->
  <xsl:function name="ib:emendation-id" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:variable name="shown" as="element()" select="$element/ancestor-or-self::*[self::choice or self::app][ib:is-read(.)][1]"/>
    <xsl:variable name="number" as="xs:string"><xsl:number select="$shown" level="any" count="choice | app" format="1"/></xsl:variable>
    <xsl:sequence select="string(($shown/@xml:id, 'emendation-' || $number)[1])"/>
  </xsl:function>

  <!-- The words of a form as the source has them, the same halves of inner choices taken. -->
  <xsl:function name="ib:transmitted" as="xs:string">
    <xsl:param name="form" as="element()"/>
    <xsl:sequence select="string-join($form//text()[every $part in ancestor::*[parent::choice][ancestor::* intersect $form] satisfies $part is ($part/../(sic | orig | abbr), $part/../*)[1]])"/>
  </xsl:function>

  <!-- BLOCKS -->

  <!-- Whether a node stands as a block among its siblings; what holds a block is one. -->
  <xsl:function name="ib:is-block" as="xs:boolean">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="exists($node/(self::p | self::ab | self::list | self::lg | self::table | self::figure | self::floatingText | self::opener | self::closer
      | self::postscript | self::salute | self::signed | self::dateline | self::div | self::head | self::l | self::epigraph | self::argument))
      or exists($node/(self::q | self::quote | self::said | self::cit)/(p | ab | list | lg | table | floatingText | div | q[floatingText]))"/>
  </xsl:function>

  <!-- ENTRIES -->

  <xsl:function name="ib:persons" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:sorted(root($node)//(person | personGrp)[not(ancestor::text)])"/>
  </xsl:function>

  <xsl:function name="ib:places" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:sorted(root($node)//place[not(ancestor::text)])"/>
  </xsl:function>

  <xsl:function name="ib:organizations" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:sorted(root($node)//org[not(ancestor::text)])"/>
  </xsl:function>

  <xsl:function name="ib:events" as="element()*">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="root($node)//event[not(ancestor::text)]"/>
  </xsl:function>

  <!-- The names of an entry: its own, not those of entries inside it. -->
  <xsl:function name="ib:names" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="$entry/(persName | placeName | geogName | orgName | name | persona/persName)"/>
  </xsl:function>

  <!-- The name that an entry is shown under. -->
  <xsl:function name="ib:name" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="names" as="element()*" select="ib:names($entry)"/>
    <xsl:sequence select="(($names[@type = 'established'], $names, $entry/(label | head | eventName | title | desc)) ! ib:plain(.)[.],
      ib:plain($entry)[.], string($entry/@xml:id))[1]"/>
  </xsl:function>

  <!-- What an entry is sorted by: the surname first where the encoding knows it; nothing is guessed. -->
  <xsl:function name="ib:sort-key" as="xs:string">
    <xsl:param name="entry" as="element()"/>
    <xsl:variable name="surname" as="element()?" select="(ib:names($entry)[@type = 'established'], ib:names($entry))[1]/surname[1]"/>
    <xsl:sequence select="string-join(($surname ! ib:plain(.), ib:name($entry)), ', ')"/>
  </xsl:function>

  <xsl:function name="ib:sorted" as="element()*">
    <xsl:param name="entries" as="element()*"/>
    <xsl:perform-sort select="$entries">
      <xsl:sort select="ib:sort-key(.)" lang="{if ($entries) then ib:ui($entries[1]) else 'en'}"/>
      <xsl:sort select="string(@xml:id)"/>
    </xsl:perform-sort>
  </xsl:function>

  <!-- The places of the reading text that point at an entry. -->
  <xsl:function name="ib:mentions" as="element()*">
    <xsl:param name="entry" as="element()"/>
    <xsl:sequence select="$entry/@xml:id ! key('ib:mention', ., root($entry))[ib:is-read(.)]"/>
  </xsl:function>

  <!-- CONTEXT -->

  <xsl:function name="ib:around" as="element()?">
    <xsl:param name="mention" as="element()"/>
    <xsl:sequence select="$mention/ancestor::*[self::p or self::ab or self::item or self::l or self::head or self::cell or self::salute or self::signed or self::titlePart or self::note[ib:is-numbered(.)]][1]"/>
  </xsl:function>

  <!-- What stands before and after a mention, as far as a line has room. -->
  <xsl:function name="ib:before" as="xs:string">
    <xsl:param name="mention" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="replace(string-join(ib:context($mention)[. &lt;&lt; $mention]), '\s+', ' ')"/>
    <xsl:sequence select="if (string-length($text) gt 50) then '…' || replace(substring($text, string-length($text) - 45), '^\S*\s', '') else replace($text, '^ ', '')"/>
  </xsl:function>

  <xsl:function name="ib:after" as="xs:string">
    <xsl:param name="mention" as="element()"/>
    <xsl:variable name="text" as="xs:string" select="replace(string-join(ib:context($mention)[. &gt;&gt; $mention][not(ancestor::* intersect $mention)]), '\s+', ' ')"/>
    <xsl:sequence select="if (string-length($text) gt 50) then replace(substring($text, 1, 45), '\s\S*$', '') || '…' else replace($text, ' $', '')"/>
  </xsl:function>

  <!-- The words of the same paragraph or note that are read. -->
  <xsl:function name="ib:context" as="text()*">
    <xsl:param name="mention" as="element()"/>
    <xsl:variable name="around" as="element()?" select="ib:around($mention)"/>
    <xsl:sequence select="$around//text()[ib:is-read(.)][not(ancestor::note[ib:is-numbered(.)][ancestor::* intersect $around])]"/>
  </xsl:function>

  <!-- The word before an element and the word after it, with the white space between. -->
  <xsl:function name="ib:word-before" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="replace(replace(string-join(ib:context($element)[. &lt;&lt; $element]), '\s+', ' '), '^.*?(\S+ ?)$', '$1')"/>
  </xsl:function>

  <xsl:function name="ib:word-after" as="xs:string">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="replace(replace(string-join(ib:context($element)[. &gt;&gt; $element][not(ancestor::* intersect $element)]), '\s+', ' '), '^( ?\S+).*$', '$1')"/>
  </xsl:function>
</xsl:stylesheet>
