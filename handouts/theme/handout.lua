-- Prepares a handout for both writers of pandoc: figures with captions and widths, notes, console output, links between chapters.
--
-- Metadata: `lang`; `folder`, the folder of the Markdown from the workspace's root; `book`, set if the text holds all chapters.

local is_typst = FORMAT == 'typst'
local words = {
  ko = { note = '참고', tip = '도움말', important = '중요', warning = '주의', caution = '경고', figure = '그림' },
  en = { note = 'Note', tip = 'Tip', important = 'Important', warning = 'Warning', caution = 'Caution', figure = 'Figure' },
}

-- Of the document, set by `Meta`.
local word, folder, is_book, is_korean = words.en, '', false, false
-- The chapter that is being read, and its figures so far.
local chapter, figures = '', 0

local function typst(text) return pandoc.RawInline('typst', text) end

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', '\\n') .. '"'
end

-- `../../img/a.png` seen from `handouts/ko/src` is `/handouts/img/a.png`.
local function from_root(path)
  local whole, steps = '/' .. folder .. '/' .. path, 1
  while steps > 0 do
    whole, steps = whole:gsub('/[^/]+/%.%./', '/', 1)
  end
  return whole
end

local function in_chapter(id) return is_book and chapter .. '-' .. id or id end

local function figure_number()
  figures = figures + 1
  local lesson = chapter:match('^lesson0*(%d+)')
  return word.figure .. ' ' .. (lesson and lesson .. '.' or '') .. figures
end

local function figure(image)
  local width = image.title:match('^%d+%%$')
  local label = pandoc.Strong({ pandoc.Str(figure_number()) })
  local caption = pandoc.Inlines({ label, pandoc.Space() }) .. image.caption
  if is_typst then
    local alt = quoted(pandoc.utils.stringify(image.caption))
    local call = '#picture(' .. quoted(from_root(image.src)) .. ', ' .. (width or '100%') .. ', ' .. alt .. ')['
    return pandoc.Plain(pandoc.Inlines({ typst(call) }) .. caption .. { typst(']') })
  end
  local attributes = { alt = pandoc.utils.stringify(image.caption) }
  if width then attributes.style = 'width: ' .. width end
  local plain = pandoc.Image({}, image.src, '', pandoc.Attr('', {}, attributes))
  return pandoc.Figure({ pandoc.Plain({ plain }) }, { pandoc.Plain(caption) })
end

local function paragraph(block)
  local image = block.content[1]
  if #block.content == 1 and image.t == 'Image' then return figure(image) end
end

local function code(block)
  local language = block.classes[1] or 'text'
  if is_typst then
    return pandoc.RawBlock('typst', '#code(' .. quoted(language) .. ', ' .. quoted(block.text) .. ')')
  end
  if language == 'console' then
    local escaped = block.text:gsub('[&<>]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;' })
    local marked = ('\n' .. escaped):gsub('\n(%$ [^\n]*)', '\n<span class="command">%1</span>')
    return pandoc.RawBlock('html', '<pre class="console"><code>' .. marked:sub(2) .. '</code></pre>')
  end
end

local function note(block)
  local kind = block.classes[1]
  local title = block.content[1]
  if not (word[kind] and title and title.t == 'Div' and title.classes[1] == 'title') then return end
  title.content = { pandoc.Para({ pandoc.Str(word[kind]) }) }
  if not is_typst then
    block.classes:insert('alert')
    return block
  end
  local body = pandoc.Blocks({ table.unpack(block.content, 2) })
  body:insert(1, pandoc.RawBlock('typst', '#note(' .. quoted(kind) .. ', ' .. quoted(word[kind]) .. ')['))
  body:insert(pandoc.RawBlock('typst', ']'))
  return body
end

local function link(element)
  local name, id = element.target:match('^([%w_]+)%.md#?(.*)$')
  if name and is_book then
    element.target = '#' .. (id == '' and name or name .. '-' .. id)
  elseif name and is_typst then
    return element.content
  elseif name then
    element.target = name .. '.html' .. (id == '' and '' or '#' .. id)
  elseif element.target:sub(1, 1) == '#' and element.target ~= '#' .. chapter then
    element.target = '#' .. in_chapter(element.target:sub(2))
  end
  return element
end

-- Half a formula would be printed as it is.
local function text(element)
  if element.text:find('$', 1, true) then error('a dollar sign outside of a formula: ' .. element.text, 0) end
end

-- Typst's `cases` has no space between its columns, and a formula needs a text for those who listen.
local function math(element)
  -- A word of several letters is a function's name, not a product of variables.
  element.text = element.text:gsub('\\mathrm{(%a%a+)}', '\\operatorname{%1}')
  if not is_typst then return element end
  local source = element.text
  element.text = source:gsub('\\begin{cases}.-\\end{cases}', function(cases) return cases:gsub('&', '& \\quad ') end)
  local formula = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ element }) }), 'typst', { wrap_text = 'none' })
  -- A space after a function's name would be seen before its argument; some versions of pandoc write `\\;` as no space.
  formula = formula:gsub('%s+$', ''):gsub('#h%(0em%)', 'thick '):gsub('(%a") \\%(', '%1\\('):gsub('(%a") lr%(', '%1lr(')
  return typst('#formula(' .. quoted(source) .. ', ' .. formula .. ');')
end

-- In Korean an ending follows the closing quotation mark, which is then taken for an apostrophe, and so is the opening one.
local function quote(inlines)
  if not is_korean then return end
  for k, inline in ipairs(inlines) do
    local before = inlines[k - 1]
    local is_first = not before or before.t == 'Space' or before.t == 'SoftBreak' or before.t == 'LineBreak'
    if inline.t == 'Str' and is_first then inline.text = inline.text:gsub('^’', '‘'):gsub('^([%(%[])’', '%1‘') end
  end
  return inlines
end

-- Korean endings stay on the line of the formula or the code that they belong to.
local function join(inlines)
  if not is_korean then return end
  local joined = pandoc.Inlines({})
  local joiner = is_typst and typst('#joiner;') or pandoc.Str('\u{2060}')
  local keeps = { RawInline = true, Code = true, Math = true, Link = is_typst, Strong = is_typst }
  for k, inline in ipairs(inlines) do
    local before = inlines[k - 1]
    if before and keeps[before.t] and inline.t == 'Str' then joined:insert(joiner) end
    joined:insert(inline)
  end
  return joined
end

-- Columns are to the left where nothing else is said. A wide table of a web page is scrolled within its frame, a short one of a
-- printed page stays whole.
local function table_in_frame(element)
  for k, column in ipairs(element.colspecs) do
    if column[1] == 'AlignDefault' then element.colspecs[k] = { 'AlignLeft', column[2] } end
  end
  if not is_typst then return pandoc.Div({ element }, pandoc.Attr('', { 'wide' })) end
  local rows = 0
  for _, body in ipairs(element.bodies) do rows = rows + #body.body end
  if rows > 8 then return element end
  return { pandoc.RawBlock('typst', '#whole['), element, pandoc.RawBlock('typst', ']') }
end

-- A web page of one chapter has its heading above the contents.
local function with_title(document)
  local first = document.blocks[1]
  if is_typst or is_book or not first or first.t ~= 'Header' then return end
  document.meta.title = pandoc.MetaInlines(first.content)
  document.meta['title-id'] = first.identifier
  document.blocks:remove(1)
  return document
end

local function header(element)
  if element.level == 1 then
    chapter, figures = element.identifier, 0
  elseif element.identifier ~= '' then
    element.identifier = in_chapter(element.identifier)
  end
  return element
end

return {
  {
    Meta = function(meta)
      local language = pandoc.utils.stringify(meta.lang or 'en')
      word, is_korean = words[language] or words.en, language == 'ko'
      folder, is_book = pandoc.utils.stringify(meta.folder or ''), meta.book ~= nil
    end,
  },
  -- In the order of the text, so that each element knows its chapter.
  { traverse = 'topdown', Header = header, Para = paragraph, CodeBlock = code, Div = note, Link = link, Math = math, Str = text },
  { Inlines = quote },
  { Inlines = join, Table = table_in_frame },
  { Pandoc = with_title },
}
