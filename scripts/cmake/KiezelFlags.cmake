# Compiler settings shared by every target: the language, warnings as errors, hardening, sanitizers.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(KIEZEL_CCACHE ccache)
if(KIEZEL_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${KIEZEL_CCACHE}")
endif()

set(KIEZEL_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")

add_library(kiezel_flags INTERFACE)
target_include_directories(kiezel_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(kiezel_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2 -Wextra-semi -Wundef -Werror
  -fstack-protector-strong)
target_link_options(kiezel_flags INTERFACE -fuse-ld=lld-19 -Wl,-z,relro,-z,now)
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_options(kiezel_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(kiezel_flags INTERFACE -pie)
endif()
if(KIEZEL_SANITIZE)
  target_compile_options(kiezel_flags INTERFACE -fsanitize=${KIEZEL_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(kiezel_flags INTERFACE -fsanitize=${KIEZEL_SANITIZE})
endif()

# All programs of a build in one place: build/PRESET/bin.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
