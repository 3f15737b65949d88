/** The beans of an application that takes mail and does nothing with it; deployed to application servers. */
package dev.postern.benchmarks.mdb.bean;
