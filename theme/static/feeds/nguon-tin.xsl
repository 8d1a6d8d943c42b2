<?xml version="1.0" encoding="UTF-8"?>
<!-- Makes a page of a feed that a person opened in a browser: its own words (plugins/feed_notice.py), and what stands in
     it as links. A browser that no longer does this shows the feed itself by nguon-tin.css. -->
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:dcterms="http://purl.org/dc/terms/"
  xmlns:h="http://www.w3.org/1999/xhtml"
  exclude-result-prefixes="atom dcterms h">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>

<xsl:template match="/">
<html lang="vi">
<head>
<meta name="robots" content="noindex"/>
<xsl:apply-templates select="*//dcterms:accessRights//h:meta"/>
<title><xsl:value-of select="rss/channel/title | atom:feed/atom:title"/></title>
<!-- Beside this sheet, wherever the site lies: as the feed names it. -->
<xsl:variable name="style" select="processing-instruction('xml-stylesheet')[contains(., 'text/css')]"/>
<link rel="stylesheet" href="{substring-before(substring-after($style, 'href=&quot;'), '&quot;')}"/>
</head>
<body>
<main>
<xsl:apply-templates select="*//dcterms:accessRights/h:div/*[not(self::h:meta)]"/>
<ol>
<xsl:apply-templates select="rss/channel/item | atom:feed/atom:entry"/>
</ol>
</main>
</body>
</html>
</xsl:template>

<xsl:template match="h:*">
<xsl:element name="{local-name()}"><xsl:copy-of select="@*"/><xsl:apply-templates/></xsl:element>
</xsl:template>

<xsl:template match="item">
<li><a href="{link}"><xsl:value-of select="title"/></a></li>
</xsl:template>

<xsl:template match="atom:entry">
<li><a href="{atom:link[not(@rel) or @rel='alternate']/@href}"><xsl:value-of select="atom:title"/></a>
<xsl:text> </xsl:text><span class="day"><xsl:value-of select="concat(substring(atom:updated, 9, 2), '/', substring(atom:updated, 6, 2), '/', substring(atom:updated, 1, 4))"/></span></li>
</xsl:template>
</xsl:stylesheet>
