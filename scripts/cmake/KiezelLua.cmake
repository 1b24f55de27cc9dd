# kiezel_embed_lua(<target> <namespace> <file.lua>...) makes each script in the current source folder available as
# `inline constexpr std::string_view <namespace>::<name>_lua` in "<folder>/<name>.lua.hpp", so that a server is one
# binary and a script can never be of another version than the code that calls it. After PRELUDE <file.lua> comes what
# every one of these scripts begins with.
function(kiezel_embed_lua target namespace)
  cmake_parse_arguments(PARSE_ARGV 2 lua "" "PRELUDE" "")
  set(prelude "")
  if(lua_PRELUDE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${lua_PRELUDE}")
    file(READ "${CMAKE_CURRENT_SOURCE_DIR}/${lua_PRELUDE}" prelude)
  endif()
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  set(root "${CMAKE_CURRENT_BINARY_DIR}/generated")
  foreach(script IN LISTS lua_UNPARSED_ARGUMENTS)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${script}")
    get_filename_component(name "${script}" NAME_WE)
    file(READ "${CMAKE_CURRENT_SOURCE_DIR}/${script}" source)
    file(CONFIGURE OUTPUT "${root}/${folder}/${script}.hpp" @ONLY CONTENT [=[
#pragma once

#include <string_view>

namespace @namespace@ {
inline constexpr std::string_view @name@_lua = R"lua(@prelude@@source@)lua";
}  // namespace @namespace@
]=])
  endforeach()
  target_include_directories(${target} PRIVATE "${root}")
endfunction()
