<?xml version="1.0" encoding="UTF-8"?>
<!-- The words of the interface. The language of the document decides; English stands in where a language is missing. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map" xmlns:ib="urn:ibidem" exclude-result-prefixes="#all"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0">

  <xsl:variable name="ib:languages" as="xs:string+" select="'en', 'de', 'fr', 'ru', 'zh'"/>

  <!-- One row a word, one column a language, in the order of $ib:languages; {1} is the argument. -->
  <xsl:variable name="ib:labels" as="map(xs:string, array(xs:string))" select="map{
    'text':            ['Text', 'Text', 'Texte', 'Текст', '正文'],
    'texts':           ['Texts', 'Texte', 'Textes', 'Тексты', '文本'],
    'persons':         ['Persons', 'Personen', 'Personnes', 'Лица', '人物'],
    'places':          ['Places', 'Orte', 'Lieux', 'Места', '地点'],
    'organizations':   ['Organizations', 'Organisationen', 'Organisations', 'Организации', '机构'],
    'chronology':      ['Chronology', 'Chronologie', 'Chronologie', 'Хронология', '年表'],
    'sources':         ['Sources', 'Quellen', 'Sources', 'Источники', '资料来源'],
    'about':           ['About this edition', 'Zu dieser Edition', 'À propos de cette édition', 'Об издании', '关于本版'],
    'pages':           ['Pages of this edition', 'Seiten dieser Edition', 'Pages de cette édition', 'Страницы издания', '本版页面'],
    'skip':            ['Skip to the text', 'Zum Text springen', 'Aller au texte', 'Перейти к тексту', '跳至正文'],
    'contents':        ['Contents', 'Inhalt', 'Sommaire', 'Содержание', '目录'],
    'notes':           ['Notes', 'Anmerkungen', 'Notes', 'Примечания', '注释'],
    'note':            ['note {1}', 'Anm. {1}', 'note {1}', 'прим. {1}', '注{1}'],
    'back':            ['Back to the text, note {1}', 'Zurück zum Text, Anmerkung {1}', 'Retour au texte, note {1}', 'Назад к тексту, примечание {1}', '返回正文，注{1}'],
    'paragraph':       ['§ {1}', 'Abs. {1}', '§ {1}', '§ {1}', '第{1}段'],
    'after-paragraph': ['after § {1}', 'nach Abs. {1}', 'après § {1}', 'после § {1}', '第{1}段后'],
    'link-paragraph':  ['Link to paragraph {1}', 'Link zu Absatz {1}', 'Lien vers le paragraphe {1}', 'Ссылка на абзац {1}', '第{1}段链接'],
    'title-page':      ['title', 'Titel', 'titre', 'титул', '标题页'],
    'heading':         ['heading', 'Überschrift', 'intertitre', 'заголовок', '标题'],
    'opening':         ['opening', 'Anfang', 'début', 'начало', '开头'],
    'as-in':           ['as in {1}', 'wie in {1}', 'comme dans {1}', 'как в {1}', '同{1}'],
    'expansion':       ['Supplied by the editors', 'Ergänzung der Herausgeber', 'Complété par les éditeurs', 'Дополнено издателями', '编者补充'],
    'unresolved':      ['reference not resolved', 'Verweis nicht aufgelöst', 'renvoi non résolu', 'ссылка не раскрыта', '引用未解析'],
    'rule':            ['rule {1}', 'Regel {1}', 'règle {1}', 'правило {1}', '规则{1}'],
    'confidence':      ['confidence: {1}', 'Sicherheit: {1}', 'certitude : {1}', 'достоверность: {1}', '可信度：{1}'],
    'cert-high':       ['high', 'hoch', 'élevée', 'высокая', '高'],
    'cert-medium':     ['medium', 'mittel', 'moyenne', 'средняя', '中'],
    'cert-low':        ['low', 'gering', 'faible', 'низкая', '低'],
    'cert-unknown':    ['unknown', 'unbekannt', 'inconnue', 'неизвестна', '不明'],
    'editorial':       ['Editors’ note', 'Anmerkung der Herausgeber', 'Note des éditeurs', 'Примечание издателей', '编者注'],
    'editorials':      ['Editors’ notes', 'Anmerkungen der Herausgeber', 'Notes des éditeurs', 'Примечания издателей', '编者注'],
    'emendations':     ['Emendations', 'Textkorrekturen', 'Corrections du texte', 'Исправления текста', '校勘'],
    'transmitted':     ['as transmitted: {1}', 'überliefert: {1}', 'leçon transmise : {1}', 'в источнике: {1}', '原文作：{1}'],
    'head-transmitted':['As transmitted', 'Überliefert', 'Leçon transmise', 'В источнике', '原文'],
    'head-read':       ['As read', 'Gelesen', 'Leçon retenue', 'Читается', '校改'],
    'head-place':      ['Place', 'Stelle', 'Endroit', 'Место', '位置'],
    'responsibility':  ['Responsibility', 'Verantwortlich', 'Responsabilité', 'Ответственность', '责任者'],
    'apparatus':       ['Critical apparatus', 'Kritischer Apparat', 'Apparat critique', 'Критический аппарат', '异文校记'],
    'gap':             ['gap', 'Lücke', 'lacune', 'пропуск', '缺文'],
    'space':           ['blank space', 'Leerraum', 'espace blanc', 'пустое место', '空白'],
    'unclear':         ['uncertain reading', 'unsichere Lesung', 'lecture incertaine', 'неуверенное чтение', '辨识存疑'],
    'supplied':        ['supplied', 'ergänzt', 'restitué', 'восстановлено', '补文'],
    'insertion':       ['insertion: {1}', 'Einfügung: {1}', 'insertion : {1}', 'вставка: {1}', '插入：{1}'],
    'gloss':           ['explanation: {1}', 'Erklärung: {1}', 'explication : {1}', 'пояснение: {1}', '解释：{1}'],
    'page-break':      ['page {1}', 'Seite {1}', 'page {1}', 'страница {1}', '第{1}页'],
    'mentions':        ['In the text', 'Im Text', 'Dans le texte', 'В тексте', '文中出处'],
    'no-mentions':     ['Not mentioned in the text.', 'Im Text nicht genannt.', 'Non mentionné dans le texte.', 'В тексте не упоминается.', '正文未提及。'],
    'forms':           ['Forms in the text', 'Formen im Text', 'Formes dans le texte', 'Формы в тексте', '文中写法'],
    'variants':        ['Variant forms', 'Abweichende Formen', 'Variantes', 'Варианты', '异写'],
    'occupation':      ['Role', 'Rolle', 'Fonction', 'Должность', '职务'],
    'birth':           ['Born', 'Geboren', 'Naissance', 'Родился', '出生'],
    'death':           ['Died', 'Gestorben', 'Mort', 'Умер', '逝世'],
    'identification':  ['Identification', 'Identifizierung', 'Identification', 'Отождествление', '考订'],
    'participants':    ['Participants', 'Beteiligte', 'Participants', 'Участники', '参与者'],
    'documented-by':   ['Documented by', 'Belegt durch', 'Attesté par', 'Подтверждается', '依据'],
    'where':           ['Place', 'Ort', 'Lieu', 'Место', '地点'],
    'events':          ['Events', 'Ereignisse', 'Événements', 'События', '事件'],
    'event':           ['Event', 'Ereignis', 'Événement', 'Событие', '事件'],
    'undated':         ['Without a date', 'Ohne Datum', 'Sans date', 'Без даты', '未注日期'],
    'not-before':      ['not before {1}', 'nicht vor {1}', 'pas avant {1}', 'не ранее {1}', '不早于{1}'],
    'not-after':       ['not after {1}', 'nicht nach {1}', 'pas après {1}', 'не позднее {1}', '不晚于{1}'],
    'from-date':       ['from {1}', 'ab {1}', 'à partir de {1}', 'с {1}', '自{1}'],
    'to-date':         ['until {1}', 'bis {1}', 'jusqu’à {1}', 'до {1}', '至{1}'],
    'bce':             ['{1} BCE', '{1} v. Chr.', '{1} av. J.-C.', '{1} до н. э.', '公元前{1}'],
    'archival':        ['Archival sources', 'Archivalien', 'Sources d’archives', 'Архивные источники', '档案'],
    'printed':         ['Printed works', 'Gedruckte Werke', 'Ouvrages imprimés', 'Печатные издания', '出版物'],
    'other-works':     ['Other works', 'Weitere Werke', 'Autres ouvrages', 'Другие работы', '其他'],
    'cited':           ['Cited', 'Zitiert', 'Cité', 'Цитируется', '引用'],
    'no-place':        ['without a place', 'ohne Stellenangabe', 'sans lieu précis', 'без указания места', '未注页码'],
    'not-cited':       ['Not cited in the notes.', 'In den Anmerkungen nicht zitiert.', 'Non cité dans les notes.', 'В примечаниях не цитируется.', '注释中未引用。'],
    'downloads':       ['Downloads', 'Herunterladen', 'Téléchargements', 'Загрузить', '下载'],
    'tei-file':        ['The text with its encoding (TEI XML)', 'Der Text mit seiner Kodierung (TEI-XML)', 'Le texte avec son encodage (TEI XML)', 'Текст с разметкой (TEI XML)', '编码文本（TEI XML）'],
    'pdf-file':        ['For print (PDF)', 'Zum Drucken (PDF)', 'Pour l’impression (PDF)', 'Для печати (PDF)', '印刷版（PDF）'],
    'words':           ['{1} words', '{1} Wörter', '{1} mots', 'слов: {1}', '{1}词'],
    'note-count':      ['notes: {1}', 'Anmerkungen: {1}', 'notes : {1}', 'примечаний: {1}', '注释：{1}'],

    (: The parts of the header, by the names of their elements. :)
    'header-editionStmt':     ['Edition', 'Ausgabe', 'Édition', 'Издание', '版本'],
    'header-edition':         ['Edition', 'Ausgabe', 'Édition', 'Издание', '版本'],
    'header-extent':          ['Extent', 'Umfang', 'Étendue', 'Объём', '篇幅'],
    'header-seriesStmt':      ['Series', 'Reihe', 'Collection', 'Серия', '丛书'],
    'header-publisher':       ['Publisher', 'Verlag', 'Éditeur', 'Издатель', '出版者'],
    'header-publicationStmt': ['Publication', 'Veröffentlichung', 'Publication', 'Публикация', '出版'],
    'header-distributor':     ['Distributor', 'Vertrieb', 'Diffusion', 'Распространитель', '发行者'],
    'header-authority':       ['Released by', 'Herausgegeben von', 'Sous l’autorité de', 'Выпущено', '发布者'],
    'header-pubPlace':        ['Place of publication', 'Erscheinungsort', 'Lieu de publication', 'Место издания', '出版地'],
    'header-date':            ['Date', 'Datum', 'Date', 'Дата', '日期'],
    'header-idno':            ['Identifier', 'Kennung', 'Identifiant', 'Идентификатор', '标识符'],
    'header-availability':    ['Rights', 'Rechte', 'Droits', 'Права', '权利'],
    'header-licence':         ['Licence', 'Lizenz', 'Licence', 'Лицензия', '许可'],
    'header-editor':          ['Editor', 'Herausgeber', 'Éditeur scientifique', 'Редактор', '编者'],
    'header-funder':          ['Funded by', 'Gefördert von', 'Financement', 'Финансирование', '资助者'],
    'header-sponsor':         ['Sponsor', 'Träger', 'Patronage', 'При поддержке', '主办者'],
    'header-principal':       ['Principal investigator', 'Projektleitung', 'Responsable du projet', 'Руководитель', '主持人'],
    'header-note':            ['Note', 'Anmerkung', 'Note', 'Примечание', '附注'],
    'header-notesStmt':       ['Notes', 'Anmerkungen', 'Notes', 'Примечания', '附注'],
    'header-bibl':            ['Source', 'Quelle', 'Source', 'Источник', '来源'],
    'header-sourceDesc':      ['Source', 'Quelle', 'Source', 'Источник', '来源'],
    'header-transcription':   ['Transcription', 'Transkription', 'Transcription', 'Транскрипция', '转录'],
    'header-msDesc':          ['Manuscript', 'Handschrift', 'Manuscrit', 'Рукопись', '手稿'],
    'header-witness':         ['Witness', 'Textzeuge', 'Témoin', 'Список', '版本'],
    'header-profileDesc':     ['The text', 'Zum Text', 'Le texte', 'О тексте', '文本'],
    'header-abstract':        ['Abstract', 'Zusammenfassung', 'Résumé', 'Аннотация', '摘要'],
    'header-creation':        ['Origin', 'Entstehung', 'Création', 'Создание', '写作'],
    'header-language':        ['Language', 'Sprache', 'Langue', 'Язык', '语言'],
    'header-langUsage':       ['Languages', 'Sprachen', 'Langues', 'Языки', '语言'],
    'header-keywords':        ['Subjects', 'Schlagwörter', 'Mots-clés', 'Ключевые слова', '主题词'],
    'header-correspDesc':     ['Correspondence', 'Korrespondenz', 'Correspondance', 'Переписка', '通信'],
    'header-encodingDesc':    ['Principles', 'Grundsätze', 'Principes', 'Принципы издания', '编辑原则'],
    'header-projectDesc':     ['Project', 'Vorhaben', 'Projet', 'Проект', '项目'],
    'header-editorialDecl':   ['Editorial principles', 'Editionsgrundsätze', 'Principes éditoriaux', 'Принципы издания', '编辑原则'],
    'header-samplingDecl':    ['Selection', 'Auswahl', 'Choix du texte', 'Отбор', '选取'],
    'header-correction':      ['Correction', 'Korrektur', 'Correction', 'Исправление', '校正'],
    'header-normalization':   ['Normalization', 'Normalisierung', 'Normalisation', 'Нормализация', '规范化'],
    'header-quotation':       ['Quotation marks', 'Anführungszeichen', 'Guillemets', 'Кавычки', '引号'],
    'header-hyphenation':     ['Hyphenation', 'Worttrennung', 'Césure', 'Переносы', '断词'],
    'header-segmentation':    ['Segmentation', 'Gliederung', 'Segmentation', 'Членение', '切分'],
    'header-interpretation':  ['Interpretation', 'Erschließung', 'Interprétation', 'Интерпретация', '诠释'],
    'header-punctuation':     ['Punctuation', 'Zeichensetzung', 'Ponctuation', 'Пунктуация', '标点'],
    'header-stdVals':         ['Standard values', 'Normierte Werte', 'Valeurs normalisées', 'Нормированные значения', '标准值'],
    'header-refsDecl':        ['References', 'Zitierweise', 'Système de références', 'Система ссылок', '引用方式'],
    'header-citeStructure':   ['Unit of reference', 'Zitiereinheit', 'Unité de référence', 'Единица ссылки', '引用单位'],
    'header-tagsDecl':        ['Elements', 'Elemente', 'Éléments', 'Элементы', '元素'],
    'header-classDecl':       ['Classification', 'Klassifikation', 'Classification', 'Классификация', '分类'],
    'header-variantEncoding': ['Apparatus', 'Apparat', 'Apparat', 'Аппарат', '校勘记'],
    'header-application':     ['Program', 'Programm', 'Programme', 'Программа', '程序'],
    'header-revisionDesc':    ['Revisions', 'Änderungen', 'Révisions', 'Изменения', '修订'],
    'header-change':          ['Revision', 'Änderung', 'Révision', 'Изменение', '修订']
  }"/>

  <xsl:variable name="ib:months" as="map(xs:string, array(xs:string))" select="map{
    'en': ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
    'de': ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'],
    'fr': ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
    'ru': ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
    'ru-alone': ['январь', 'февраль', 'март', 'апрель', 'май', 'июнь', 'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь']
  }"/>

  <!-- The language of the interface for the document that a node belongs to: one of $ib:languages. -->
  <xsl:function name="ib:ui" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="(ib:language($node) ! lower-case(tokenize(., '-')[1])[. = $ib:languages], 'en')[1]"/>
  </xsl:function>

  <!-- The language that a document declares for itself. -->
  <xsl:function name="ib:language" as="xs:string">
    <xsl:param name="node" as="node()"/>
    <xsl:variable name="top" as="element()?" select="root($node)/descendant-or-self::*[1]"/>
    <xsl:sequence select="($top/@xml:lang, $top/text/@xml:lang, $top/text/body/@xml:lang,
      $top/teiHeader/profileDesc/langUsage/language/@ident, $top/teiHeader/@xml:lang, 'en')[normalize-space(.)][1] ! string(.)"/>
  </xsl:function>

  <!-- A word of the interface in the language of $node's document; a key without a row is shown as it is. -->
  <xsl:function name="ib:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:sequence select="ib:word($key, ib:ui($node))"/>
  </xsl:function>

  <xsl:function name="ib:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="node" as="node()"/>
    <xsl:param name="argument" as="xs:string"/>
    <xsl:variable name="parts" as="xs:string+" select="tokenize(ib:label($key, $node), '\{1\}')"/>
    <xsl:sequence select="string-join($parts, $argument)"/>
  </xsl:function>

  <!-- The same for a language known by name. -->
  <xsl:function name="ib:word" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="language" as="xs:string"/>
    <xsl:variable name="column" as="xs:integer" select="(index-of($ib:languages, lower-case(tokenize($language, '-')[1])), 1)[1]"/>
    <xsl:sequence select="if (map:contains($ib:labels, $key)) then $ib:labels($key)($column) else $key"/>
  </xsl:function>
</xsl:stylesheet>
