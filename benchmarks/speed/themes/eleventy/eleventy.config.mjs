// Eleventy over the measured content: markdown-it as it comes, Nunjucks only in layouts, lists made in one pass.
import { readFileSync } from "node:fs";

const names = JSON.parse(readFileSync("names.json", "utf-8"));
const PAGE_SIZE = 20;
const FEED_SIZE = 50;

export default function (config) {
  config.addPassthroughCopy({ static: "/" });
  config.addGlobalData("names", names);
  config.addGlobalData("site", { name: "Cải cách hành chính thành phố Cần Thơ", url: "http://localhost" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10).split("-").reverse().join("/"));
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addCollection("newest", newest);
  config.addCollection("groups", (api) => groups(newest(api)));
  config.addCollection("listing", (api) => groups(newest(api)).flatMap(pages));
  config.addCollection("feed", (api) => newest(api).slice(0, FEED_SIZE));
  return {
    dir: { input: "content", includes: "../_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}

function newest(api) {
  return api.getAll().filter((one) => one.data.section).sort((a, b) => b.date - a.date);
}

function groups(items) {
  const found = new Map();
  const add = (kind, key, address, name, item) => {
    const group = found.get(address) ?? { kind, key, address, name, items: [] };
    group.items.push(item);
    found.set(address, group);
  };
  for (const item of items) {
    const { section, areas, month } = item.data;
    add("section", section, `/${section}/`, names[section], item);
    for (const area of areas) add("area", area, `/linh-vuc/${area}/`, names[area], item);
    const [year, number] = month.split("-");
    add("month", month, `/luu-tru/${year}/${number}/`, `Tháng ${number} năm ${year}`, item);
  }
  return [...found.values()];
}

function pages(group) {
  const last = Math.ceil(group.items.length / PAGE_SIZE);
  const address = (number) => (number === 1 ? group.address : `${group.address}page/${number}/`);
  return Array.from({ length: last }, (_, place) => ({
    group,
    number: place + 1,
    address: address(place + 1),
    items: group.items.slice(place * PAGE_SIZE, (place + 1) * PAGE_SIZE),
    newer: place > 0 ? address(place) : "",
    older: place + 1 < last ? address(place + 2) : "",
  }));
}
