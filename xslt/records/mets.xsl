<?xml version="1.0" encoding="UTF-8"?>
<!-- A record in MODS and the files of the edition, in METS 1.12. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.loc.gov/METS/" xmlns:mets="http://www.loc.gov/METS/" xmlns:m="http://www.loc.gov/mods/v3"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ib="urn:ibidem" exclude-result-prefixes="xs m ib mets"
    xpath-default-namespace="urn:ibidem:record" expand-text="yes">

  <xsl:import href="mods.xsl"/>
  <!-- The files: path as an address, media type, size, SHA-256, parted by tabulators; when the record was made; by which program. -->
  <xsl:param name="files" as="array(xs:string)"/>
  <xsl:param name="created" as="xs:string"/>
  <xsl:param name="program" as="xs:string"/>

  <xsl:template match="/" as="element(mets:mets)">
    <xsl:variable name="described" as="element(m:mods)">
      <xsl:apply-templates select="record"/>
    </xsl:variable>
    <mets OBJID="{record/@id}" LABEL="{ib:full-title(record)}" TYPE="edition"
        xsi:schemaLocation="http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd">
      <metsHdr CREATEDATE="{$created}">
        <agent ROLE="CREATOR" TYPE="OTHER" OTHERTYPE="SOFTWARE"><name>{$program}</name></agent>
      </metsHdr>
      <dmdSec ID="record">
        <mdWrap MDTYPE="MODS" MIMETYPE="text/xml"><xmlData><xsl:sequence select="$described"/></xmlData></mdWrap>
      </dmdSec>
      <fileSec>
        <fileGrp USE="edition">
          <xsl:for-each select="$files?*">
            <xsl:variable name="file" as="xs:string+" select="tokenize(., '\t')"/>
            <file ID="f{position()}" MIMETYPE="{$file[2]}" SIZE="{$file[3]}" CHECKSUM="{$file[4]}" CHECKSUMTYPE="SHA-256">
              <FLocat LOCTYPE="URL" xlink:type="simple" xlink:href="{$file[1]}"/>
            </file>
          </xsl:for-each>
        </fileGrp>
      </fileSec>
      <structMap TYPE="logical">
        <div TYPE="edition" LABEL="{ib:full-title(record)}" DMDID="record">
          <xsl:for-each select="$files?*">
            <fptr FILEID="f{position()}"/>
          </xsl:for-each>
        </div>
      </structMap>
    </mets>
  </xsl:template>
</xsl:stylesheet>
