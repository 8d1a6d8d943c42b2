<?xml version="1.0" encoding="UTF-8"?>
<!-- Shows a feed to a person who opened it in a browser: what it is, how it is used, what stands in it. -->
<xsl:stylesheet version="1.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:atom="http://www.w3.org/2005/Atom"
  exclude-result-prefixes="atom">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>

<xsl:template match="/">
<html lang="vi">
<head>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="robots" content="noindex"/>
<title><xsl:value-of select="rss/channel/title | atom:feed/atom:title"/></title>
<link rel="stylesheet" href="/theme/nguon-tin.css"/>
</head>
<body>
<main>
<h1><xsl:value-of select="rss/channel/title | atom:feed/atom:title"/></h1>
<p class="about"><strong>Đây là nguồn tin, dành cho phần mềm đọc tin.</strong> Chép địa chỉ này vào phần mềm đó để nhận nội dung mới được duyệt; không phải để lại tên hay địa chỉ thư, và thôi nhận lúc nào cũng được.</p>
<p class="address"><xsl:value-of select="rss/channel/atom:link[@rel='self']/@href | atom:feed/atom:link[@rel='self']/@href"/></p>
<p><a href="{rss/channel/link | atom:feed/atom:link[@rel='alternate']/@href}">Về trang chủ</a></p>
<h2>Nội dung trong nguồn tin</h2>
<ol>
<xsl:apply-templates select="rss/channel/item | atom:feed/atom:entry"/>
</ol>
</main>
</body>
</html>
</xsl:template>

<xsl:template match="item">
<li><a href="{link}"><xsl:value-of select="title"/></a></li>
</xsl:template>

<xsl:template match="atom:entry">
<li><a href="{atom:link[not(@rel) or @rel='alternate']/@href}"><xsl:value-of select="atom:title"/></a>
<span class="day"><xsl:value-of select="concat(substring(atom:updated, 9, 2), '/', substring(atom:updated, 6, 2), '/', substring(atom:updated, 1, 4))"/></span></li>
</xsl:template>
</xsl:stylesheet>
